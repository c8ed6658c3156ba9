import IAMPolicy

// What decisions cost, in this process alone. Bounded: a few seconds.

let account = "111122223333"
let root = "arn:aws:iam::\(account):root"
let key = "arn:aws:kms:eu-central-1:\(account):key/1234abcd-12ab-34cd-56ef-1234567890ab"

func document(_ statements: [String], as kind: PolicyKind) throws -> PolicyDocument {
    let text = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    return try PolicyDocument(parsing: text, as: kind)
}

func requester(_ documents: [PolicyDocument]) -> Requester {
    Requester(
        kind: .user, arn: "arn:aws:iam::\(account):user/etl", account: account, uniqueID: "AIDAETL",
        policies: PrincipalPolicies(
            identity: documents.map { AttachedPolicy(arn: nil, label: "benchmark", document: $0) }))
}

/// Prints the mean time of a call in the best of several rounds.
func measure(_ name: String, calls: Int, _ body: () -> Bool) {
    let clock = ContinuousClock()
    var best = Duration.seconds(3600)
    for _ in 0..<5 {
        var count = 0
        let elapsed = clock.measure { for _ in 0..<calls where body() { count += 1 } }
        precondition(count == calls, "\(name) was not decided as it should be")
        best = min(best, elapsed / calls)
    }
    print("\(name): \(Double(best.components.attoseconds) / 1e12) µs")
}

let delegation = try document(
    [#"{"Effect":"Allow","Principal":{"AWS":"\#(root)"},"Action":"kms:*","Resource":"*"}"#], as: .resource)
let allowing = #"{"Effect":"Allow","Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*"}"#
let many = (0..<200).map {
    #"{"Sid":"s\#($0)","Effect":"Allow","Action":"kms:Encrypt","Resource":"arn:aws:kms:eu-central-1:\#(account):key/\#($0)"}"#
}
let manyOfKey = (0..<200).map {
    #"{"Sid":"k\#($0)","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::\#(account):user/u\#($0)"},"Action":"kms:Decrypt","Resource":"*"}"#
}
let delegating =
    #"{"Effect":"Allow","Principal":{"AWS":"\#(root)"},"Action":"kms:*","Resource":"*"}"#

let plain = AccessRequest(
    action: "kms:Decrypt", resource: key, resourceAccount: account,
    resourcePolicy: ResourcePolicy(document: delegation), context: EmptyContext())
let one = requester([try document([allowing], as: .identity)])
measure("default key policy, one identity policy", calls: 200_000) { decide(plain, by: one).isAllowed }

let wide = AccessRequest(
    action: "kms:Decrypt", resource: key, resourceAccount: account,
    resourcePolicy: ResourcePolicy(document: try document(manyOfKey + [delegating], as: .resource)),
    context: EmptyContext())
let busy = requester([try document(many + [allowing], as: .identity)])
measure("400 statements", calls: 20_000) { decide(wide, by: busy).isAllowed }

let nobody = requester([])
let grants = GrantIndex(
    (0..<50_000).map { number in
        Grant(
            id: "grant-\(number)", grantee: .principal(nobody.arn), granteeID: nil, operations: ["Decrypt"],
            contextEquals: nil, contextSubset: [("file", "\(number)")], sourceARN: nil)
    })
measure("one of 50,000 grants", calls: 50_000) {
    let match = grants.match(
        operation: "Decrypt", requester: nobody, encryptionContext: [("file", "49999"), ("team", "red")],
        sourceARN: nil)
    return decide(plain, by: nobody, grants: match).isAllowed
}
