import Testing

@testable import KMSModel

/// The least that each operation takes.
struct MinimalRequest: Sendable, CustomTestStringConvertible {
    let operation: KMSOperation
    let json: String
    /// What the model requires, as the messages name it.
    let required: [String]
    let decode: @Sendable ([UInt8]) -> KMSError?

    var testDescription: String { operation.rawValue }

    init<T: KMSRequest>(_ operation: KMSOperation, _ type: T.Type, _ json: String, _ required: [String]) {
        self.operation = operation
        self.json = json
        self.required = required
        decode = { body in
            do throws(KMSError) {
                _ = try RequestDecoder.decode(type, from: body)
                return nil
            } catch {
                return error
            }
        }
    }
}

@Suite struct MinimalRequestTests {
    @Test func `every operation has its minimal request here`() {
        #expect(Set(MinimalRequest.all.map(\.operation)) == Set(KMSOperation.allCases))
        #expect(KMSOperation.allCases.count == 56)
    }

    @Test(arguments: MinimalRequest.all)
    func `a request with nothing but what is required decodes`(_ request: MinimalRequest) {
        #expect(request.decode(Array(request.json.utf8)) == nil)
    }

    @Test(arguments: MinimalRequest.all.filter { !$0.required.isEmpty }, ["{}", "", " { } "])
    func `all required members are missed at once`(_ request: MinimalRequest, body: String) {
        let violations = request.required.map {
            "Value null at '\($0)' failed to satisfy constraint: Member must not be null"
        }
        let start = violations.count == 1 ? "1 validation error" : "\(violations.count) validation errors"
        let message = "\(start) detected: \(violations.joined(separator: "; "))"
        #expect(request.decode(Array(body.utf8)) == KMSError(.validationException, message))
    }

    @Test(arguments: MinimalRequest.all.filter(\.required.isEmpty))
    func `an empty body is an empty object`(_ request: MinimalRequest) {
        #expect(request.decode([]) == nil)
    }

    @Test(arguments: MinimalRequest.all)
    func `what is no JSON object is refused without a message`(_ request: MinimalRequest) {
        for body in ["null", "[]", "\"{}\"", "1", "{", "{}}", "{\"KeyId\"}", "{'KeyId':'k'}", "\u{FEFF}{}"] {
            #expect(request.decode(Array(body.utf8)) == KMSError(.serializationException), "\(body)")
        }
    }

    @Test(arguments: MinimalRequest.all)
    func `unknown members are skipped`(_ request: MinimalRequest) {
        let json = request.json.replacingPrefix("{", by: #"{"Mystery":{"a":[1,{"b":null}],"c":"x"},"Kelvin":null,"#)
        #expect(request.decode(Array(json.utf8)) == nil)
    }
}

extension String {
    /// The text with another beginning; a comma left before the closing brace is taken away.
    func replacingPrefix(_ prefix: String, by other: String) -> String {
        let rest = dropFirst(prefix.count)
        return rest == "}" ? "\(other.dropLast())}" : "\(other)\(rest)"
    }
}
