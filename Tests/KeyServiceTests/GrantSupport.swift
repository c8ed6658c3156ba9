import AWSJSON
import KMSModel
import Testing

extension World {
    static let bob = "arn:aws:iam::111122223333:user/bob"
    static let role = "arn:aws:iam::111122223333:role/app/reader"

    /// Makes a grant to Bob that permits decryption, unless the members say otherwise.
    @discardableResult
    func newGrant(
        on key: String, _ members: [String: JSONValue] = [:], in region: String = region
    ) async throws -> (id: String, token: String) {
        let answer = try await ok(.createGrant, World.grant(on: key, members), in: region)
        return (try #require(answer["GrantId"]?.string), try #require(answer["GrantToken"]?.string))
    }

    static func grant(on key: String, _ members: [String: JSONValue] = [:]) -> [String: JSONValue] {
        let request: [String: JSONValue] = [
            "KeyId": .string(key), "GranteePrincipal": .string(bob), "Operations": .array([.string("Decrypt")]),
        ]
        return request.merging(members) { _, own in own }.filter { !$0.value.isNull }
    }

    func grants(
        of key: String, _ members: [String: JSONValue] = [:], in region: String = region
    ) async throws -> [JSONValue] {
        let request = members.merging(["KeyId": .string(key)]) { _, own in own }
        return try await everyPage(.listGrants, request, in: region)
    }

    func retirable(
        by principal: String, _ members: [String: JSONValue] = [:], in region: String = region
    ) async throws -> [JSONValue] {
        let request = members.merging(["RetiringPrincipal": .string(principal)]) { _, own in own }
        return try await everyPage(.listRetirableGrants, request, in: region)
    }

    private func everyPage(
        _ operation: KMSOperation, _ members: [String: JSONValue], in region: String
    ) async throws -> [JSONValue] {
        var (request, found) = (members, [JSONValue]())
        while true {
            let page = try await ok(operation, request, in: region)
            let grants = try #require(page["Grants"]?.elements)
            if let limit = members["Limit"]?.int64 { #expect(grants.count <= Int(limit)) }
            found += grants
            #expect(page["Truncated"]?.bool == (page["NextMarker"] != nil))
            guard let marker = page["NextMarker"] else { return found }
            request["Marker"] = marker
        }
    }
}

extension JSONValue {
    static func strings(_ texts: String...) -> JSONValue { .array(texts.map { .string($0) }) }

    static func members(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.map { .init($0.key, $0.value) })
    }
}

let unknownGrantID = String(repeating: "0a", count: 32)
