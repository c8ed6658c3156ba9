import AWSJSON
import Testing

@Suite struct JSONReaderTests {
    @Test("A request is read member by member, what is unknown is skipped")
    func request() throws {
        let text = """
             { "KeyId" : "alias/a", "Plaintext":"aGVsbG8=", "Later": {"x": [1, {}, []]}, "DryRun":false,
               "EncryptionContext":{"a":"b","c":"d"}, "GrantTokens":["t1","t2"], "Limit":null } \r\n\t
            """
        var reader = JSONReader(Array(text.utf8))
        var seen: [String] = []
        try reader.beginObject()
        while let name = try reader.nextMember() {
            switch name {
            case "KeyId": seen.append(try reader.readString())
            case "Plaintext": seen.append(String(decoding: try reader.readBlob().bytes, as: UTF8.self))
            case "DryRun": seen.append(try reader.readBool() ? "yes" : "no")
            case "Limit": seen.append(try reader.readNull() ? "null" : "?")
            case "GrantTokens":
                try reader.beginArray()
                while try reader.nextElement() { seen.append(try reader.readString()) }
            case "EncryptionContext":
                try reader.beginObject()
                while let key = try reader.nextMember() { seen.append(key + "=" + (try reader.readString())) }
            default: try reader.skipValue()
            }
        }
        try reader.finish()
        #expect(seen == ["alias/a", "hello", "no", "a=b", "c=d", "t1", "t2", "null"])
    }

    @Test(
        "Valid texts are accepted",
        arguments: [
            "{}", "[]", " [ ] ", "\t{\r\n}", "[[],{}]", "[1,2]", "{\"\":0}", "{\"a\":1,\"a\":2}", "true", "false",
            "null",
            "0", "\"\"", "[null,true,false,\"\",0,{\"a\":[]}]",
        ])
    func valid(text: String) throws {
        try skip(text)
        _ = try JSONValue(parsing: Array(text.utf8))
    }

    @Test(
        "Texts that are not JSON are refused where they stop being it",
        arguments: [
            ("", 0), ("  ", 2), ("[", 1), ("{", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3),
            ("[1,,2]", 3), ("{\"a\":1,}", 7), ("{,}", 1), ("{\"a\"}", 4), ("{\"a\" 1}", 5), ("{\"a\":}", 5),
            ("{1:2}", 1),
            ("{a:1}", 1), ("{'a':1}", 1), ("[1}", 2), ("{\"a\":1]", 6), ("]", 0), ("}", 0), (",", 0), ("[]]", 2),
            ("1 2", 2), ("tru", 0), ("truE", 0), ("True", 0), ("truefalse", 4), ("nul", 0), ("nulll", 4), ("fals", 0),
            ("NaN", 0), ("Infinity", 0), ("undefined", 0), ("// c\n1", 0), ("[1/**/]", 2), ("\u{FEFF}1", 0),
            ("1\u{0}", 1), ("1\u{C}", 1), ("\u{A0}1", 0), ("{\"a\":1 \"b\":2}", 7), ("{{}:1}", 1), ("{\"a\":1,1:2}", 7),
        ])
    func malformed(text: String, offset: Int) {
        #expect(throws: JSONError.malformed(offset: offset)) { try skip(text) }
        #expect(throws: JSONError.malformed(offset: offset)) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("As many containers as allowed may be open, and not one more", arguments: [0, 1, 2, 64])
    func depth(depthMax: Int) throws {
        func nested(_ count: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: count) + "0" + String(repeating: close, count: count)
        }
        try skip(nested(depthMax, "[", "]"), depthMax: depthMax)
        try skip(nested(depthMax, "{\"\":", "}"), depthMax: depthMax)
        #expect(throws: JSONError.tooDeep(offset: depthMax)) {
            try skip(nested(depthMax + 1, "[", "]"), depthMax: depthMax)
        }
        #expect(throws: JSONError.tooDeep(offset: 4 * depthMax)) {
            try JSONValue(parsing: Array(nested(depthMax + 1, "{\"\":", "}").utf8), depthMax: depthMax)
        }
    }

    @Test("Containers beside each other are not deep")
    func breadth() throws {
        try skip("[" + String(repeating: "[],{},", count: 1000) + "[]]", depthMax: 2)
    }

    @Test("Another kind of value than asked for is named, with its place")
    func wrongTypes() {
        #expect(throws: JSONError.wrongType(expected: .string, found: .number, offset: 1)) { try readString(" 1") }
        #expect(throws: JSONError.wrongType(expected: .string, found: .null, offset: 0)) { try readString("null") }
        #expect(throws: JSONError.wrongType(expected: .string, found: .object, offset: 0)) { try readBlob("{}") }
        #expect(throws: JSONError.wrongType(expected: .number, found: .string, offset: 0)) { try readInt64("\"1\"") }
        #expect(throws: JSONError.wrongType(expected: .number, found: .bool, offset: 0)) { try readTimestamp("true") }
        #expect(throws: JSONError.wrongType(expected: .number, found: .string, offset: 0)) { try readDouble("\"nan\"") }
        #expect(throws: JSONError.wrongType(expected: .bool, found: .array, offset: 0)) {
            try read("[]") { reader throws(JSONError) in try reader.readBool() }
        }
        #expect(throws: JSONError.wrongType(expected: .object, found: .array, offset: 0)) {
            try read("[]") { reader throws(JSONError) in try reader.beginObject() }
        }
        #expect(throws: JSONError.wrongType(expected: .array, found: .string, offset: 0)) {
            try read("\"[]\"") { reader throws(JSONError) in try reader.beginArray() }
        }
        #expect(throws: JSONError.malformed(offset: 0)) { try readString("?") }
    }

    @Test("Asking for null consumes nothing else")
    func readNull() throws {
        let value = try read("[null, 7]") { reader throws(JSONError) in
            try reader.beginArray()
            var value: Int64 = 0
            while try reader.nextElement() {
                if try !reader.readNull() { value = try reader.readInt64() }
            }
            return value
        }
        #expect(value == 7)
    }

    @Test("A repeated name is delivered each time, in order")
    func repeatedNames() throws {
        let values = try read(#"{"a":1,"b":2,"\u0061":3}"#) { reader throws(JSONError) in
            var values: [String] = []
            try reader.beginObject()
            while let name = try reader.nextMember() { values.append("\(name)\(try reader.readInt64())") }
            return values
        }
        #expect(values == ["a1", "b2", "a3"])
    }
}
