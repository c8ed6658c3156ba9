import IAMPolicy

private let account = "111122223333"
private let root = "arn:aws:iam::\(account):root"
private let key = "arn:aws:kms:eu-central-1:\(account):key/1234abcd-12ab-34cd-56ef-1234567890ab"
private let delegating = #"{"Effect":"Allow","Principal":{"AWS":"\#(root)"},"Action":"kms:*","Resource":"*"}"#
private let allowing = #"{"Effect":"Allow","Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*"}"#

/// Whether a caller may use a key.
func decisions() throws -> [Operation] {
    let plain = decrypting(try document([delegating], as: .resource))
    let one = requester([try document([allowing], as: .identity)])
    let wide = decrypting(try document(statementsOfKey() + [delegating], as: .resource))
    let busy = requester([try document(statementsOfUser() + [allowing], as: .identity)])
    let nobody = requester([])
    let grants = GrantIndex(
        (0..<50_000).map { number in
            Grant(
                id: "grant-\(number)", grantee: .principal(nobody.arn), granteeID: nil, operations: ["Decrypt"],
                contextEquals: nil, contextSubset: [("file", "\(number)")], sourceARN: nil)
        })
    return [
        Operation("decision: default key policy, one identity policy") { decide(plain, by: one).isAllowed },
        Operation("decision: 400 statements") { decide(wide, by: busy).isAllowed },
        Operation("decision: one of 50,000 grants") {
            let match = grants.match(
                operation: "Decrypt", requester: nobody, encryptionContext: [("file", "49999"), ("team", "red")],
                sourceARN: nil)
            return decide(plain, by: nobody, grants: match).isAllowed
        },
    ]
}

private func document(_ statements: [String], as kind: PolicyKind) throws -> PolicyDocument {
    let text = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    return try PolicyDocument(parsing: text, as: kind)
}

private func decrypting(_ policy: PolicyDocument) -> AccessRequest {
    AccessRequest(
        action: "kms:Decrypt", resource: key, resourceAccount: account,
        resourcePolicy: ResourcePolicy(document: policy), context: EmptyContext())
}

private func requester(_ documents: [PolicyDocument]) -> Requester {
    Requester(
        kind: .user, arn: "arn:aws:iam::\(account):user/etl", account: account, uniqueID: "AIDAETL",
        policies: PrincipalPolicies(
            identity: documents.map { AttachedPolicy(arn: nil, label: "benchmark", document: $0) }))
}

private func statementsOfKey() -> [String] {
    (0..<200).map {
        #"{"Sid":"k\#($0)","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::\#(account):user/u\#($0)"},"#
            + #""Action":"kms:Decrypt","Resource":"*"}"#
    }
}

private func statementsOfUser() -> [String] {
    (0..<200).map {
        #"{"Sid":"s\#($0)","Effect":"Allow","Action":"kms:Encrypt","#
            + #""Resource":"arn:aws:kms:eu-central-1:\#(account):key/\#($0)"}"#
    }
}
