import AWSJSON
import Testing

@Suite struct HostileInputTests {
    @Test("A document cut off anywhere is refused", arguments: 0..<4 as Range<UInt64>)
    func truncated(seed: UInt64) {
        var documents = RandomDocument(seed: seed)
        for _ in 0..<60 {
            let text = Array((seed % 2 == 0 ? documents.object(depth: 3) : documents.array(depth: 3)).utf8)
            for length in 0..<text.count {
                let part = Array(text[..<length])
                #expect(throws: JSONError.self) { try JSONValue(parsing: part) }
                #expect(throws: JSONError.self) {
                    try read(part) { reader throws(JSONError) in try reader.skipValue() }
                }
            }
        }
    }

    @Test("A request cut off anywhere is refused by typed reading")
    func truncatedRequest() throws {
        func readRequest(_ text: [UInt8]) throws(JSONError) {
            var reader = JSONReader(text)
            try reader.beginObject()
            while let name = try reader.nextMember() {
                switch name {
                case "blob": _ = try reader.readBlob()
                case "int": _ = try reader.readInt64()
                case "double": _ = try reader.readDouble()
                case "time": _ = try reader.readTimestamp()
                case "bool": _ = try reader.readBool()
                case "null": _ = try reader.readNull()
                default: _ = try reader.readString()
                }
            }
            try reader.finish()
        }
        let numbers = #""int":-12e1,"double":1.5e-3,"time":1700000000.123"#
        let others = #""blob":"AAEC\/w==","bool":true,"null":null,"é\ud83d\ude00":"é\n""#
        let text = Array("{\(numbers),\(others)}".utf8)
        try readRequest(text)
        for length in 0..<text.count { #expect(throws: JSONError.self) { try readRequest(Array(text[..<length])) } }
    }

    @Test("Any calls in any order on any text end in values or in errors within the text")
    func randomCalls() {
        var documents = RandomDocument(seed: 77)
        var random = SplitMix64(seed: 78)
        var errors = 0
        for _ in 0..<5000 {
            let text = random.mutate(Array(documents.value(depth: 3).utf8))
            var reader = JSONReader(text, depthMax: 3)
            for _ in 0..<20 {
                do throws(JSONError) {
                    try callSomething(of: &reader, random: &random)
                } catch {
                    errors += 1
                    #expect((0...text.count).contains(error.offset))
                }
            }
        }
        #expect(errors > 1000)
    }

    private func callSomething(of reader: inout JSONReader, random: inout SplitMix64) throws(JSONError) {
        switch random.below(13) {
        case 0: try reader.beginObject()
        case 1: _ = try reader.nextMember()
        case 2: try reader.beginArray()
        case 3: _ = try reader.nextElement()
        case 4: _ = try reader.readString()
        case 5: _ = try reader.readBlob()
        case 6: _ = try reader.readBool()
        case 7: _ = try reader.readInt64()
        case 8: _ = try reader.readDouble()
        case 9: _ = try reader.readTimestamp()
        case 10: _ = try reader.readNull()
        case 11: _ = try reader.readValue()
        default: try reader.skipValue()
        }
    }
}
