import AWSJSON
import Records

/// What is known of the digest key besides its material.
struct DigestKeyRecord: Hashable, Sendable {
    /// Milliseconds since 1970.
    var validSince: Int64

    static let name = "1"
}

extension DigestKeyRecord: RecordContent {
    static let collection = Collection(rawValue: "audit-digest-key-facts")

    var recordID: RecordID { RecordID(Self.collection, account: "", region: "", name: Self.name) }

    var indexes: [IndexEntry] { [] }

    func encoded() -> [UInt8] { JSONValue.object([.init("validSince", .int(validSince))]).encoded }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let validSince = json["validSince"]?.int64 else {
            return nil
        }
        self.init(validSince: validSince)
    }
}
