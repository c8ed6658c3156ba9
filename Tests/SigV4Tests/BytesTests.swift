import Foundation
import Testing

@testable import SigV4

@Suite("Bytes and text") struct BytesTests {
    @Test("are written in base64 as Foundation writes it")
    func base64() {
        for length in 0...70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length * 91) }
            var text: [UInt8] = []
            text.append(base64Of: bytes)
            #expect(String(decoding: text, as: UTF8.self) == Data(bytes).base64EncodedString())
        }
    }

    @Test(
        "of a path are encoded once more, after its dots and slashes are put in order",
        arguments: [
            ("", "/"), ("/", "/"), ("//", "/"), ("/a/../../b", "/b"), ("/a/./b/", "/a/b/"), ("/a%20b", "/a%2520b"),
            ("/%2e%2e/a", "/%252e%252e/a"), ("/a/..", "/"), ("/...", "/..."), ("/a+b", "/a%2Bb"), ("*", "/%2A"),
        ])
    func normalizedPath(path: String, canonical: String) {
        var bytes: [UInt8] = []
        CanonicalURI.appendNormalizedPath(path, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == canonical)
    }

    @Test(
        "of an S3 path stay as they are, encoded once",
        arguments: [("", "/"), ("/a//b/../", "/a//b/../"), ("/a%20b c", "/a%20b%20c"), ("/%7e%2f", "/~%2F")])
    func pathAsSent(path: String, canonical: String) throws {
        var bytes: [UInt8] = []
        try CanonicalURI.appendPathAsSent(path, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == canonical)
    }

    @Test(
        "of a query are ordered by name and then by value, encoded once",
        arguments: [
            ("b=2&a=1", "a=1&b=2"), ("a=2&a=1", "a=1&a=2"), ("a", "a="), ("a=b=c", "a=b%3Dc"), ("&&a=1&", "a=1"),
            ("=x", "=x"), ("a=%7e%2f", "a=~%2F"), ("a-b=1&a=1", "a=1&a-b=1"), ("A=1&a=1&B=1", "A=1&B=1&a=1"),
        ])
    func query(query: String, canonical: String) throws {
        var bytes: [UInt8] = []
        try CanonicalURI.appendQuery(query, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == canonical)
    }

    @Test(
        "of a query with a percent sign that begins no escape are refused",
        arguments: ["%", "a=%", "a=%1", "%g0=", "%0g"])
    func badEscapes(query: String) {
        var bytes: [UInt8] = []
        #expect(throws: SigV4Error.malformedEscape) { try CanonicalURI.appendQuery(query, to: &bytes) }
    }
}
