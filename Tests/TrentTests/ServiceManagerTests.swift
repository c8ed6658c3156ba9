import Testing

@testable import trent

@Suite(.timeLimit(.minutes(1)))
struct ServiceManagerTests {
    @Test func `the service manager learns that the server is ready`() throws {
        let directory = try Directory()
        let receiver = try Receiver.unix(directory / "notify")
        ServiceManager.tellReady(socket: directory / "notify")
        #expect(receiver.receive() == "READY=1")
    }

    @Test(arguments: [
        "", "@abstract", "vsock:2:1234", "relative", "/nowhere/notify", "/" + String(repeating: "x", count: 200),
    ])
    func `a service manager that is not there keeps nobody from serving`(path: String) {
        ServiceManager.tellReady(socket: path)
    }
}
