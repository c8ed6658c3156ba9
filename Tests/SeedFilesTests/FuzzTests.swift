import RecordStoreContract
import Records
import Testing

@testable import SeedFiles

/// Files that were damaged: whatever they say, they are read or refused.
@Suite struct FuzzTests {
    private static let whole = """
        Region: eu-west-1
        Keys:
          - KeyId: 1234abcd-12ab-34cd-56ef-1234567890ab
            Description: "a \\u00e9 b"
            Tags: {team: data, "x": 'y'}
            Policy: &policy
              Version: 2012-10-17
              Statement: [{Effect: Allow, Principal: "*", Action: kms:*, Resource: "*"}]
            KeyMaterial:
              - AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
              - hex:000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f
          - KeyId: mrk-1234abcd12ab34cd56ef1234567890ab
            ReplicaRegions: [eu-west-2]
            Policy: *policy
            KeyRotationEnabled: true
            RotationPeriodInDays: 100
          - KeyId: 00000000-12ab-34cd-56ef-1234567890ab
            KeySpec: ECC_NIST_P256
            KeyUsage: SIGN_VERIFY
            KeyMaterial: |
              -----BEGIN EC PRIVATE KEY-----
              MAA=
              -----END EC PRIVATE KEY-----
        Aliases:
          - {AliasName: alias/a, TargetKeyId: 1234abcd-12ab-34cd-56ef-1234567890ab}
        Policies:
          - PolicyName: p
            PolicyDocument: '{"Version":"2012-10-17","Statement":[]}'
        Users:
          - UserName: u
            AccessKeys: [{AccessKeyId: AKIAIOSFODNN7EXAMPLE, SecretAccessKey: x, Status: Active}]
            Policies: [{PolicyName: q, PolicyDocument: {Version: 2012-10-17}}]
        """

    private static let pieces: [[UInt8]] =
        [
            "[", "]", "{", "}", ": ", "- ", "&a ", "*a ", "? ", "|\n", ">-\n", "'", "\"", "\\", "\n", "  ", "\t", "#",
            "!!binary ",
            "!<x> ", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "~", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{0}", "\\xFF",
            "\\uD800",
            "&policy ", "*policy", "0x7FFFFFFFFFFFFFFF", "\r",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    @Test func whatIsDamagedIsReadOrRefused() async throws {
        var numbers = SeededGenerator(seed: 20_261_125)
        for _ in 0..<1000 {
            var bytes = Array(Self.whole.utf8)
            for _ in 0...below(&numbers, 4) { damage(&bytes, &numbers) }
            do throws(SeedFileError) {
                _ = try await SeedFile.read(
                    bytes, SeedDefaults(account: account, region: region), clock: TestClock(),
                    randomness: SeededRandomness(seed: 3))
            } catch {
                guard case .findings(let findings) = error else { throw error }
                #expect((1...FindingList.countMax).contains(findings.count))
                for finding in findings {
                    #expect(!finding.description.contains("\n"))
                    #expect(finding.description.utf8.count < 4096)
                }
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ numbers: inout SeededGenerator) {
        let start = below(&numbers, bytes.count + 1)
        let end = min(bytes.count, start + below(&numbers, 12))
        switch below(&numbers, 5) {
        case 0: bytes.replaceSubrange(start..<end, with: Self.pieces[below(&numbers, Self.pieces.count)])
        case 1: bytes.insert(contentsOf: Self.pieces[below(&numbers, Self.pieces.count)], at: start)
        case 2: bytes.removeSubrange(start..<end)
        case 3:
            let lines = bytes[start..<min(bytes.count, start + below(&numbers, 200))]
            bytes.insert(contentsOf: lines, at: below(&numbers, bytes.count + 1))
        default: if start < bytes.count { bytes[start] = UInt8(below(&numbers, 256)) }
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "x")] }
    }

    private func below(_ numbers: inout SeededGenerator, _ bound: Int) -> Int {
        Int.random(in: 0..<max(1, bound), using: &numbers)
    }
}
