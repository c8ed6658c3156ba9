import KeyCrypto
import Records
import Testing

@testable import RootKeys

@Suite struct RootKeyTextTests {
    /// A text whose checksum is right, whatever else it says.
    func text(_ lines: [String]) -> SecretBytes {
        var writer = TextWriter()
        for line in lines { writer.line(line) }
        return writer.finish()
    }

    func sealed(operations: String = "3", memory: String = "8192", salt: Int = 16, box: Int = 76) -> [String] {
        [
            "trent root key 1", "kind: passphrase", "argon2id-operations: \(operations)",
            "argon2id-memory-bytes: \(memory)", "salt: " + String(repeating: "00", count: salt),
            "sealed-key: " + String(repeating: "00", count: box),
        ]
    }

    @Test func theLeastOfEachKindIsRead() throws {
        let key = "key: " + String(repeating: "00", count: 32)
        let plain = try RootKeyText.decode(text(["trent root key 1", "kind: file", key]), keyBytes: 32)
        guard case .plain = plain else { return #expect(Bool(false), "\(plain)") }
        let box = try RootKeyText.decode(text(sealed()), keyBytes: 32)
        guard case .sealed = box else { return #expect(Bool(false), "\(box)") }
    }

    @Test func aLaterVersionIsToldApartFromDamage() {
        #expect(throws: RootKeyText.Problem.newer) {
            try RootKeyText.decode(text(["trent root key 2", "kind: cloud"]), keyBytes: 32)
        }
    }

    @Test(arguments: [
        ["trent root key 1"],
        ["trent root key 1", "kind: cloud"],
        ["trent root key 1", "kind: file"],
        ["trent root key 1", "kind: file", "key: "],
        ["trent root key 1", "kind: file", "key: " + String(repeating: "0", count: 62)],
        ["trent root key 1", "kind: file", "key: " + String(repeating: "0", count: 63)],
        ["trent root key 1", "kind: file", "key: " + String(repeating: "0", count: 66)],
        ["trent root key 1", "kind: file", "key: " + String(repeating: "g", count: 64)],
        ["trent root key 1", "kind: file", "key: " + String(repeating: "0", count: 64), "more: 1"],
        ["another root key 1", "kind: file", "key: " + String(repeating: "0", count: 64)],
    ])
    func aTextWithARightChecksumThatIsNoRootKeyIsRefused(lines: [String]) {
        #expect(throws: RootKeyText.Problem.malformed) { try RootKeyText.decode(text(lines), keyBytes: 32) }
    }

    @Test(arguments: ["0", "17", "-1", "18446744073709551616", "3.0", "", "three"])
    func operationsOutOfBoundsAreRefused(operations: String) {
        #expect(throws: RootKeyText.Problem.malformed) {
            try RootKeyText.decode(text(sealed(operations: operations)), keyBytes: 32)
        }
    }

    @Test(arguments: ["0", "8191", "1073741825", "4398046510080", "-8192", ""])
    func memoryOutOfBoundsIsRefused(memory: String) {
        #expect(throws: RootKeyText.Problem.malformed) {
            try RootKeyText.decode(text(sealed(memory: memory)), keyBytes: 32)
        }
    }

    @Test(arguments: [(15, 76), (17, 76), (0, 76), (16, 75), (16, 77), (16, 0)])
    func saltAndBoxHaveTheirLength(salt: Int, box: Int) {
        #expect(throws: RootKeyText.Problem.malformed) {
            try RootKeyText.decode(text(sealed(salt: salt, box: box)), keyBytes: 32)
        }
    }
}
