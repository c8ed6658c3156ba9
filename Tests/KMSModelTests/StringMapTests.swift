import Testing

@testable import KMSModel

@Suite struct StringMapTests {
    static let composed = "\u{E9}"
    static let decomposed = "e\u{301}"

    @Test func `a composed and a decomposed é are two keys`() {
        let map = StringMap([(Self.composed, "1"), (Self.decomposed, "2")])
        #expect(map.pairs.count == 2)
        #expect(map[Self.composed] == "1")
        #expect(map[Self.decomposed] == "2")
        #expect(StringMap([(Self.composed, "1")]) != StringMap([(Self.decomposed, "1")]))
        #expect(StringMap([("k", Self.composed)]) != StringMap([("k", Self.decomposed)]))
    }

    @Test(arguments: [3, 16, 17, 18, 40])
    func `keys keep the order in which they came first, and their last value`(count: Int) {
        let keys = (0..<count).map { "key\($0)" }
        let map = StringMap(keys.map { ($0, "old") } + keys.reversed().map { ($0, "new \($0)") })
        #expect(map.pairs.map(\.key) == keys)
        #expect(keys.allSatisfy { map[$0] == "new \($0)" })
    }

    @Test func `maps with the same pairs are equal in whatever order`() {
        let one = StringMap([("a", "1"), ("b", "2")])
        let other = StringMap([("b", "2"), ("a", "1")])
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != StringMap([("a", "2"), ("b", "1")]))
        #expect(one != StringMap([("a", "1")]))
        #expect(one["c"] == nil)
        #expect(StringMap().isEmpty && !one.isEmpty)
    }
}
