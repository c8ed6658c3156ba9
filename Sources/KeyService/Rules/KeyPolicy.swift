import KMSModel

/// The policies that keys have from the start. What is asked of others: `Access/KeyPolicyRules.swift`.
enum KeyPolicy {
    /// The only name that a key's policy can have.
    static let name = "default"

    static func checkName(_ name: String?) throws(Failure) {
        guard (name ?? Self.name) == Self.name else { throw .refused(.notFoundException, "No such policy exists") }
    }

    /// The policy of a key that is created without one: the account decides by its IAM policies
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
    static func byDefault(in place: Place) -> String {
        document(
            id: "key-default-1",
            statements: [
                Statement(
                    sid: "Enable IAM User Permissions", principal: accountRoot(place), actions: ["kms:*"])
            ])
    }

    /// The policy of the key that a service uses for an account
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key).
    /// `service`: its endpoint prefix, for example `s3`.
    static func ofManagedKey(for service: String, in place: Place) -> String {
        let use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"]
        let look = ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"]
        return document(
            id: "auto-\(service)-1",
            statements: [
                Statement(
                    sid: "Allow use through \(service) by the account's principals who may use \(service)",
                    principal: "*", actions: use + ["kms:DescribeKey"],
                    conditions: [
                        ("kms:CallerAccount", place.account),
                        ("kms:ViaService", "\(service).\(place.region).\(dnsSuffix(place.partition))"),
                    ]),
                Statement(
                    sid: "Allow direct access to key metadata to the account", principal: accountRoot(place),
                    actions: look),
            ])
    }

    private static func accountRoot(_ place: Place) -> String { "arn:\(place.partition):iam::\(place.account):root" }

    private static func dnsSuffix(_ partition: String) -> String {
        partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
    }

    private struct Statement {
        var sid: String
        var principal: String
        var actions: [String]
        var conditions: [(key: String, value: String)] = []
    }

    /// Laid out as AWS lays out the policies it makes.
    private static func document(id: String, statements: [Statement]) -> String {
        let bodies = statements.map { statement in
            var lines = [
                "    \"Sid\" : \"\(statement.sid)\"", "    \"Effect\" : \"Allow\"",
                "    \"Principal\" : {\n      \"AWS\" : \"\(statement.principal)\"\n    }",
                "    \"Action\" : \(list(statement.actions))", "    \"Resource\" : \"*\"",
            ]
            if !statement.conditions.isEmpty {
                let pairs = statement.conditions.map { "        \"\($0.key)\" : \"\($0.value)\"" }
                lines.append(
                    "    \"Condition\" : {\n      \"StringEquals\" : {\n" + pairs.joined(separator: ",\n")
                        + "\n      }\n    }")
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n  }"
        }
        return "{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"\(id)\",\n  \"Statement\" : [ "
            + bodies.joined(separator: ", ") + " ]\n}"
    }

    private static func list(_ actions: [String]) -> String {
        actions.count == 1
            ? "\"\(actions[0])\"" : "[ " + actions.map { "\"\($0)\"" }.joined(separator: ", ") + " ]"
    }
}
