import Testing

@testable import trent

@Suite struct SinkAddressTests {
    @Test(arguments: [
        "stdout", "syslog:udp://10.0.0.9:514", "syslog:tcp://logs.example.com:601", "syslog:udp://[::1]:514",
        "syslog:unix:/dev/log",
    ])
    func anAddressIsSpelledAsItWasWritten(text: String) throws {
        #expect(try SinkAddress(parsing: text).name == text)
    }

    @Test func aListHasCommasBetween() throws {
        let remote = try #require(ListenAddress("h:1"))
        #expect(
            try SinkAddress.list(parsing: "stdout, syslog:udp://h:1,syslog:tcp://h:1 ,syslog:unix:/dev/log")
                == [.standardOutput, .udp(remote), .tcp(remote), .unix(path: "/dev/log")])
        #expect(try SinkAddress.list(parsing: " ").isEmpty)
    }

    @Test(arguments: [
        ("stderr", #""stderr" is no audit sink"#), ("STDOUT", "is no audit sink"), ("stdout,", #""" is no audit sink"#),
        (",stdout", "is no audit sink"), ("syslog:tls://h:1", "is no audit sink"), ("udp://h:1", "is no audit sink"),
        ("syslog:udp://h", "needs a host and a port"), ("syslog:udp://h:0", "needs a host and a port"),
        ("syslog:tcp://:1", "needs a host and a port"), ("syslog:tcp://h:65536", "needs a host and a port"),
        ("syslog:tcp://::1:1", "needs a host and a port"), ("syslog:unix:dev/log", "needs the socket's whole path"),
        ("syslog:unix:", "needs the socket's whole path"), ("syslog:unix:/", "needs the socket's whole path"),
        ("stdout,syslog:udp://h:1,stdout", "the audit sink stdout is named twice"),
    ])
    func whatIsWrongIsSaid(text: String, sentence: String) {
        let failure = #expect(throws: Failure.self) { try SinkAddress.list(parsing: text) }
        #expect(failure?.description.contains(sentence) == true, "\(failure?.description ?? "")")
    }

    @Test func pathsAndListsHaveBounds() throws {
        let path = "/" + String(repeating: "x", count: SinkAddress.pathBytesMax - 1)
        #expect(try SinkAddress(parsing: "syslog:unix:\(path)") == .unix(path: path))
        #expect(throws: Failure.self) { try SinkAddress(parsing: "syslog:unix:\(path)x") }
        let eight = (1...SinkAddress.countMax).map { "syslog:udp://h:\($0)" }.joined(separator: ",")
        #expect(try SinkAddress.list(parsing: eight).count == SinkAddress.countMax)
        #expect(throws: Failure.self) { try SinkAddress.list(parsing: eight + ",stdout") }
    }
}
