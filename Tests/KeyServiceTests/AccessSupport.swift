import AWSJSON
import IAMPolicy
import KMSModel
import KeyService
import Records
import Synchronization
import Testing

extension World {
    static let rootARN = "arn:aws:iam::111122223333:root"

    /// An identity policy of one statement.
    static func identityPolicy(
        _ effect: String = "Allow", _ actions: String..., on resource: String = "*", when condition: String? = nil
    ) -> String {
        policy([statement(effect, actions, on: resource, when: condition)])
    }

    /// A key policy that leaves the key to the account's identity policies, and more statements.
    static func keyPolicy(_ statements: String..., delegates: Bool = true) -> String {
        let delegation = statement("Allow", ["kms:*"], to: rootARN)
        return policy((delegates ? [delegation] : []) + statements)
    }

    static func statement(
        _ effect: String, _ actions: [String], to principal: String? = nil, on resource: String = "*",
        when condition: String? = nil
    ) -> String {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        let principal = principal.map { $0 == "*" ? #""Principal":"*","# : #""Principal":{"AWS":"\#($0)"},"# } ?? ""
        let condition = condition.map { #","Condition":\#($0)"# } ?? ""
        return #"{"Effect":"\#(effect)",\#(principal)"Action":[\#(list)],"Resource":"\#(resource)"\#(condition)}"#
    }

    static func policy(_ statements: [String]) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    /// Whether a caller may do something, by whether the answer is AccessDeniedException.
    func allows(
        _ operation: KMSOperation, _ members: [String: JSONValue], as caller: Caller, in region: String = region
    ) async throws -> Bool {
        switch try await answer(operation, members, as: caller, in: region) {
        case .success: true
        case .refused(let error): error.code != .accessDeniedException
        }
    }

    func expectDenied(
        _ reason: String, _ operation: KMSOperation, _ members: [String: JSONValue], as caller: Caller,
        action: String? = nil, resource: String? = nil, _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let named = try resource ?? arn(#require(members["KeyId"]?.string))
        try await expect(
            .accessDeniedException,
            "User: \(caller.arn) is not authorized to perform: kms:\(action ?? operation.rawValue) on resource: "
                + "\(named) \(reason)",
            operation, members, as: caller, place)
    }
}

/// Users and roles by ARN, with their unique ids.
final class Directory: PrincipalDirectory {
    let known: Mutex<[String: String]>

    init(known: [String: String]) { self.known = Mutex(known) }

    func standing(ofPrincipal arn: String) async throws(RecordError) -> PrincipalStanding {
        if arn.hasSuffix(":root") { return .exists(uniqueID: nil) }
        return known.withLock { $0[arn] }.map { .exists(uniqueID: $0) } ?? .absent
    }
}

/// A key's record as JSON, whatever it says.
private struct RawKey: RecordContent {
    static let collection = Collection(rawValue: "key")
    var json: JSONValue

    var recordID: RecordID {
        RecordID(
            Self.collection, account: json["account"]?.string ?? "", region: json["region"]?.string ?? "",
            name: json["id"]?.string ?? "")
    }
    var indexes: [IndexEntry] { [] }
    func encoded() -> [UInt8] { json.encoded }

    init?(decoding bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes) else { return nil }
        self.json = json
    }
}

extension World {
    /// Puts a policy into a key's record that an older release may have taken, and this one can't read.
    func damagePolicy(of key: String) async throws {
        let found = try await sealed.read(RawKey.self, account: World.account, region: World.region, name: key)
        var raw = try #require(found)
        let members = raw.value.json.members ?? []
        raw.value.json = .object(
            members.map { $0.name == "policy" ? .init("policy", .string(#"{"Statement":[]}"#)) : $0 })
        try await sealed.commit([sealed.put(raw.value, over: raw.version)])
        _ = try await service.housekeep()
    }
}
