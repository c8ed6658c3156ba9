import Foundation
import SigV4
import Testing

@Suite("A hostile Authorization header") struct HostileHeaderTests {
    static let prefix = "AWS4-HMAC-SHA256 Credential=A/20250101/eu-central-1/kms/aws4_request"
    static let signature = String(repeating: "0", count: 64)

    private func parse(names: String) throws(SigV4Error) -> Authorization {
        try Authorization.parse("\(Self.prefix), SignedHeaders=\(names), Signature=\(Self.signature)")
    }

    private func malformed(_ header: String) -> SigV4Error { .malformed(HeaderHash(of: Array(header.utf8))) }

    @Test("may list 100 signed headers and not one more")
    func manyNames() throws {
        let names = (0..<100).map { "x-\($0)" }
        #expect(try parse(names: names.joined(separator: ";")).signedHeaders == names.sorted())
        let longer = (names + ["y"]).joined(separator: ";")
        let header = "\(Self.prefix), SignedHeaders=\(longer), Signature=\(Self.signature)"
        #expect(throws: malformed(header)) { try Authorization.parse(header) }
    }

    @Test("may have 8192 bytes and not one more")
    func length() throws {
        let head = "\(Self.prefix), Signature=\(Self.signature), SignedHeaders="
        let longest = head + String(repeating: "a", count: 8192 - head.utf8.count)
        #expect(try Authorization.parse(longest).signedHeaders.count == 1)
        #expect(throws: malformed(longest + "a")) { try Authorization.parse(longest + "a") }
        let spaces = "AWS4-HMAC-SHA256" + String(repeating: " ", count: 1_000_000)
        #expect(throws: malformed(spaces)) { try Authorization.parse(spaces) }
    }

    @Test(
        "is refused with anything but printable ASCII, spaces and tabs",
        arguments: ["\u{0}", "\n", "\r", "\u{7f}", "\u{80}", "é", "ＡＫ", "\u{200b}", "\u{feff}"])
    func otherCharacters(character: String) throws {
        for text in ["Credential=", "host", "/kms/", "Signature="] {
            let header = "\(Self.prefix), SignedHeaders=host, Signature=\(Self.signature)"
                .replacingOccurrences(of: text, with: text + character)
            #expect(throws: malformed(header)) { try Authorization.parse(header) }
        }
    }

    @Test("may name an access key of 128 bytes and scope parts of 64, and not one more")
    func longParts() throws {
        func credential(_ parts: [String]) -> String {
            let credential = parts.joined(separator: "/")
            return "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=host, Signature=\(Self.signature)"
        }
        let key = String(repeating: "A", count: 128)
        let part = String(repeating: "r", count: 64)
        let parsed = try Authorization.parse(credential([key, part, part, part, "aws4_request"]))
        #expect(parsed.accessKeyID == key)
        #expect(parsed.scope == CredentialScope(date: part, region: part, service: part))
        for place in 0..<4 {
            var longer = [key, part, part, part, "aws4_request"]
            longer[place] += "x"
            #expect(throws: SigV4Error.malformedCredential(HeaderHash(of: Array(longer.joined(separator: "/").utf8)))) {
                try Authorization.parse(credential(longer))
            }
            longer[place] = ""
            #expect(throws: SigV4Error.malformedCredential(HeaderHash(of: Array(longer.joined(separator: "/").utf8)))) {
                try Authorization.parse(credential(longer))
            }
        }
    }

    @Test("that comes twice is refused, even if both are the same")
    func twice() throws {
        let signed = try SignedRequest.sample()
        let header = try #require(signed.request[header: "authorization"])
        #expect(signed.altered { $0.request.headers.append(("authorization", header)) }.refusal == malformed(header))
    }

    @Test("repeats no more than 32 bytes of what it calls its algorithm, and 64 of a date")
    func echoes() throws {
        let algorithm = "AWS4-" + String(repeating: "X", count: 5000)
        #expect(throws: SigV4Error.unsupportedAlgorithm(String(algorithm.prefix(32)))) {
            try Authorization.parse(algorithm)
        }
        let date = String(repeating: "9", count: 5000)
        let refusal = try SignedRequest.sample().altered { $0.request[header: "x-amz-date"] = date }.refusal
        #expect(refusal == .malformedDate(String(date.prefix(64))))
    }

    @Test("never crashes the parser: every prefix and every one-byte change of a good one is parsed or refused")
    func everyChange() throws {
        let good = Array("\(Self.prefix), SignedHeaders=host, Signature=\(Self.signature)".utf8)
        var refused = 0
        for place in good.indices {
            for byte in [0, 9, 0x20, 0x2C, 0x2F, 0x3B, 0x3D, 0x7E, 0xFF] as [UInt8] {
                var text = good
                text[place] = byte
                for header in [text, Array(text[..<place])] {
                    do throws(SigV4Error) {
                        _ = try Authorization.parse(String(decoding: header, as: UTF8.self))
                    } catch {
                        refused += 1
                        #expect(!error.message.isEmpty)
                    }
                }
            }
        }
        #expect(refused > good.count * 9)
    }
}
