import AWSJSON
import Foundation
import Testing

/// Foundation's parser as a second opinion on what is JSON and what it means.
@Suite struct FoundationDifferentialTests {
    @Test("Random valid documents mean the same to both parsers", arguments: 0..<8 as Range<UInt64>)
    func validDocuments(seed: UInt64) throws {
        var documents = RandomDocument(seed: seed)
        var agreed = 0
        for _ in 0..<500 {
            let text = documents.value(depth: 5)
            if try verdictsAgree(on: Array(text.utf8)) { agreed += 1 }
            #expect(throws: Never.self, "\(text)") { try skip(text) }
        }
        // The others hold a number that no double can stand for.
        #expect(agreed > 350)
    }

    @Test(
        "Mutated documents are refused by both parsers or mean the same to both", arguments: 100..<108 as Range<UInt64>)
    func mutatedDocuments(seed: UInt64) throws {
        var documents = RandomDocument(seed: seed)
        var random = SplitMix64(seed: ~seed)
        var accepted = 0
        for _ in 0..<2500 {
            let text = random.mutate(Array(documents.value(depth: 4).utf8))
            if try verdictsAgree(on: text) { accepted += 1 }
        }
        #expect(accepted > 200 && accepted < 2300)
    }

    /// Records an issue if the parsers disagree in an unknown way.
    /// - Returns: whether both accepted the text.
    private func verdictsAgree(on text: [UInt8]) throws -> Bool {
        let ours = Result { () throws(JSONError) in try JSONValue(parsing: text, depthMax: 512) }
        let oracle = try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
        let shown = String(decoding: text, as: UTF8.self)
        switch (ours, oracle) {
        case (.success(let value), let oracle?):
            #expect(value.means(oracle), "\(shown)")
            return true
        case (.success(let value), nil):
            #expect(value.holdsNumberBeyondDouble, "only Trent accepts \(shown)")
        case (.failure(let error), _?):
            #expect(isKnownLeniency(text, error), "only Foundation accepts \(shown)")
        case (.failure(let error), nil):
            #expect((0...text.count).contains(error.offset))
        }
        return false
    }

    /// What Foundation accepts beyond RFC 8259: a comma before a closing bracket or brace, and other encodings, which
    /// it guesses from zero bytes at the start.
    private func isKnownLeniency(_ text: [UInt8], _ error: JSONError) -> Bool {
        if text.prefix(4).contains(0) { return true }
        guard case .malformed(let offset) = error, offset < text.count else { return false }
        let before = text[..<offset].last { !" \n\r\t".utf8.contains($0) }
        return before == UInt8(ascii: ",") && "]}".utf8.contains(text[offset])
    }
}

extension JSONValue {
    /// Foundation refuses to parse these; we keep their text.
    fileprivate var holdsNumberBeyondDouble: Bool {
        switch self {
        case .number(let number): number.double == nil
        case .array(let elements): elements.contains { $0.holdsNumberBeyondDouble }
        case .object(let members): members.contains { $0.value.holdsNumberBeyondDouble }
        case .string, .bool, .null: false
        }
    }

    fileprivate func means(_ oracle: Any) -> Bool {
        switch self {
        case .null: return oracle is NSNull
        case .string(let text): return (oracle as? String).map { $0.utf8.elementsEqual(text.utf8) } ?? false
        case .bool(let value):
            guard let number = oracle as? NSNumber, number.isBool else { return false }
            return number.boolValue == value
        case .number(let number):
            guard let oracle = oracle as? NSNumber, !oracle.isBool else { return false }
            return number.means(oracle)
        case .array(let elements):
            guard let oracle = oracle as? [Any], oracle.count == elements.count else { return false }
            return zip(elements, oracle).allSatisfy { $0.means($1) }
        case .object(let members):
            // Foundation keeps the last of members whose names are the same to Swift.
            let last = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            guard let oracle = oracle as? [String: Any], oracle.count == last.count else { return false }
            return last.allSatisfy { name, value in oracle[name].map { value.means($0) } ?? false }
        }
    }
}

extension JSONNumber {
    fileprivate func means(_ oracle: NSNumber) -> Bool {
        guard let double else { return false }
        if oracle is NSDecimalNumber {
            // Its conversion to a double is off by some units in the last place.
            return abs(oracle.doubleValue - double) <= abs(double) * 1e-12
        }
        let isDouble = String(cString: oracle.objCType) == "d"
        return oracle.doubleValue == double && (isDouble || int64 == nil || int64 == oracle.int64Value)
    }
}

extension NSNumber {
    fileprivate var isBool: Bool { String(cString: objCType) == "c" }
}

extension JSONError {
    var offset: Int {
        switch self {
        case .malformed(let offset), .invalidUTF8(let offset), .wrongType(_, _, let offset), .tooDeep(let offset),
            .numberOutOfRange(let offset), .fractionalNumber(let offset), .invalidBase64(let offset):
            offset
        }
    }
}
