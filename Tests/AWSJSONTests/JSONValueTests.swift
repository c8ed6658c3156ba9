import AWSJSON
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test("A tree keeps order, repeated names and numbers as they are written")
    func lossless() throws {
        let text = #"{"b":[1.0,-0,1e400,123456789012345678901234567890],"a":null,"b":{"":"x\n"},"t":[true,false]}"#
        #expect(String(decoding: try parse(text).encoded, as: UTF8.self) == text)
    }

    @Test("Looking up a repeated name finds its last value")
    func lastWins() throws {
        let value = try parse(#"{"a":1,"b":2,"a":3}"#)
        #expect(value["a"]?.int64 == 3)
        #expect(value["b"]?.int64 == 2)
        #expect(value["c"] == nil)
        #expect(value.members?.map(\.name) == ["a", "b", "a"])
    }

    @Test("Names are looked up by their code points")
    func exactNames() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"]?.int64 == 1)
        #expect(value["e\u{301}"]?.int64 == 2)
    }

    @Test("An accessor gives nil for another kind of value")
    func accessors() throws {
        let all = try parse(#"[{},[],"1",1,true,null]"#).elements ?? []
        #expect(all.map { $0.members != nil } == [true, false, false, false, false, false])
        #expect(all.map { $0.elements != nil } == [false, true, false, false, false, false])
        #expect(all.map { $0.string } == [nil, nil, "1", nil, nil, nil])
        #expect(all.map { $0.int64 } == [nil, nil, nil, 1, nil, nil])
        #expect(all.map { $0.double } == [nil, nil, nil, 1, nil, nil])
        #expect(all.map { $0.bool } == [nil, nil, nil, nil, true, nil])
        #expect(all.map { $0.isNull } == [false, false, false, false, false, true])
        #expect(all.map { $0["a"] } == [nil, nil, nil, nil, nil, nil])
    }

    @Test("Numbers are made only of what JSON can write")
    func numbers() {
        #expect(JSONValue.int(.min).int64 == .min)
        #expect(JSONNumber(0.1)?.text == "0.1")
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
        #expect(JSONNumber(text: "1e400")?.double == nil)
        #expect(JSONNumber(text: " 1") == nil)
        #expect(JSONNumber(text: "") == nil)
    }

    @Test("What is written reads back as the same tree", arguments: 0..<4 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var documents = RandomDocument(seed: seed)
        for _ in 0..<500 {
            let value = try parse(documents.value(depth: 5))
            let again = try JSONValue(parsing: value.encoded)
            #expect(again == value)
            #expect(again.encoded == value.encoded)
        }
    }

    @Test("The limit of depth holds for trees")
    func depth() throws {
        #expect(throws: JSONError.tooDeep(offset: 2)) { try JSONValue(parsing: Array("[[[]]]".utf8), depthMax: 2) }
        #expect(try JSONValue(parsing: Array("[[[]]]".utf8), depthMax: 3).encoded == Array("[[[]]]".utf8))
    }
}
