import KeyCrypto
import Testing

@Suite("The canonical encryption context") struct CanonicalContextTests {
    typealias Pair = (key: String, value: String)

    @Test("is as documented")
    func documented() {
        #expect(CanonicalContext.empty.bytes == [0, 0, 0, 0])
        let context = CanonicalContext([(key: "b", value: ""), (key: "a", value: "xy")])
        #expect(
            context.bytes == [0, 0, 0, 2, 0, 0, 0, 1, 0x61, 0, 0, 0, 2, 0x78, 0x79, 0, 0, 0, 1, 0x62, 0, 0, 0, 0])
    }

    @Test("does not depend on the order of its pairs")
    func order() {
        var random = Generator(seed: 1)
        for _ in 0..<200 {
            let pairs = Self.pairs(&random)
            #expect(CanonicalContext(pairs) == CanonicalContext(pairs.shuffled(using: &random)))
        }
    }

    @Test("is read back to the same pairs by who knows the format alone, so that no two contexts have the same one")
    func unambiguous() throws {
        var random = Generator(seed: 2)
        for _ in 0..<1000 {
            let pairs = Self.pairs(&random)
            let read = try Self.read(CanonicalContext(pairs).bytes)
            let expected = pairs.map { (Array($0.key.utf8), Array($0.value.utf8)) }
                .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            #expect(read.map(\.0) == expected.map(\.0))
            #expect(read.map(\.1) == expected.map(\.1))
        }
    }

    @Test("differs where text would look the same when joined, trimmed, folded or normalized")
    func lookalikes() {
        let contexts: [[Pair]] = [
            [], [("", "")], [("a", "b")], [("ab", "")], [("", "ab")], [("a", "b"), ("", "")], [("b", "a")],
            [("a", "B")], [("A", "b")], [("a", " b")], [("a", "b ")], [("a ", "b")], [("a", "b\0")], [("a\0", "b")],
            [("a", "b"), ("c", "d")], [("a", "bc"), ("", "d")], [("a", "b\0\0\0\u{1}cd")], [("abcd", "")],
            [("\u{e9}", "")], [("e\u{301}", "")], [("\u{c5}", "")], [("\u{212b}", "")], [("A\u{30a}", "")],
            [("\u{e9}", ""), ("e\u{301}", "")],
        ]
        #expect(Set(contexts.map { CanonicalContext($0) }).count == contexts.count)
    }

    @Test("is ordered by UTF-8 bytes, where Swift's and UTF-16's order would be another")
    func byteOrder() throws {
        let keys = ["\u{1f511}", "\u{ff5e}", "e\u{301}", "\u{e9}", "z", "Z", "a", "aa", ""]
        let read = try Self.read(CanonicalContext(keys.map { (key: $0, value: "") }).bytes).map(\.0)
        #expect(read == keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// Few letters and short texts, so that pairs run into each other often; keys differ in their bytes.
    private static func pairs(_ random: inout Generator) -> [Pair] {
        let letters = ["a", "b", "\0", "\u{1}", "\u{e9}", "e\u{301}", "\u{1f511}"]
        func text() -> String {
            (0..<Int(random.next() % 4)).map { _ in letters[Int(random.next() % UInt64(letters.count))] }.joined()
        }
        var pairs: [Pair] = []
        for _ in 0..<Int(random.next() % 6) {
            let key = text()
            if !pairs.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) { pairs.append((key, text())) }
        }
        return pairs
    }

    /// A reader that knows the documented format alone.
    private static func read(_ bytes: [UInt8]) throws -> [([UInt8], [UInt8])] {
        var rest = bytes[...]
        func number() throws -> Int {
            try #require(rest.count >= 4)
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        func text() throws -> [UInt8] {
            let count = try number()
            try #require(rest.count >= count)
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let pairs = try (0..<number()).map { _ in (try text(), try text()) }
        #expect(rest.isEmpty)
        return pairs
    }
}
