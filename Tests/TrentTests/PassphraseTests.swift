import Testing

@testable import trent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct PassphraseTests {
    let directory: Directory

    init() throws { directory = try Directory() }

    @Test(arguments: [
        ("pass phrase", "pass phrase"), ("pass phrase\n", "pass phrase"), ("a\r\n", "a"), ("a\n\n", "a\n"),
        (" a ", " a "),
    ])
    func oneLineEndIsNoPartOfIt(content: String, passphrase: String) throws {
        let file = directory.put(content, "p")
        #expect(text(try Passphrase.read(file)) == passphrase)
    }

    @Test(arguments: ["", "\n", String(repeating: "x", count: 4097)])
    func emptyAndEndlessOnesAreRefused(content: String) {
        let file = directory.put(content, "p")
        #expect(throws: Failure.self) { try Passphrase.read(file) }
    }

    @Test func theLongestIsRead() throws {
        let longest = String(repeating: "x", count: 4096)
        let file = directory.put(longest + "\n", "p")
        #expect(text(try Passphrase.read(file)) == longest)
    }

    @Test(
        arguments: [
            (0o400, 1000, 1000, true), (0o600, 1000, 1000, true), (0o640, 1000, 1000, false), (0o440, 0, 1000, true),
            (0o640, 0, 1000, true), (0o660, 0, 1000, false), (0o444, 0, 1000, false), (0o640, 0, 0, false),
        ] as [(mode_t, uid_t, uid_t, Bool)])
    func onlyRootGivesAFileThroughItsGroup(mode: mode_t, owner: uid_t, reader: uid_t, isPrivate: Bool) {
        var status = stat()
        status.st_mode = S_IFREG | mode
        status.st_uid = owner
        #expect(Passphrase.isPrivate(status, to: reader) == isPrivate)
    }

    @Test(arguments: [0o640, 0o604] as [mode_t])
    func aFileThatOthersCanReadIsRefused(mode: mode_t) {
        let file = directory.put("p", "p", mode: mode)
        #expect(throws: Failure.self) { try Passphrase.read(file) }
    }

    @Test func aMissingFileIsRefused() {
        #expect(throws: Failure.self) { try Passphrase.read(directory / "none") }
    }
}
