import Foundation

/// A file of Wycheproof's; every primitive has its own members of a group and of a test.
struct Wycheproof<Group: Decodable>: Decodable {
    var testGroups: [Group]

    static func groups(in file: String) throws -> [Group] {
        try vectors(Self.self, in: "wycheproof/\(file).json").testGroups
    }
}

enum WycheproofResult: String, Decodable {
    case valid, invalid, acceptable

    /// Whether an implementation may answer so.
    func allows(_ isAccepted: Bool) -> Bool { self == .acceptable || isAccepted == (self == .valid) }
}

/// A group of signatures to verify with one public key.
struct SignatureGroup: Decodable {
    struct Test: Decodable {
        var tcId: Int
        var msg: Hex
        var ctx: Hex?
        var sig: Hex
        var result: WycheproofResult
    }
    var publicKeyDer: Hex
    var tests: [Test]
}
