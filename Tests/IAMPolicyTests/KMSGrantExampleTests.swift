import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: who may make which grants; and
/// create-grant-overview.html: what a grant gives.
@Suite struct KMSGrantExampleTests {
    private let example = "arn:aws:iam::111122223333:user/exampleUser"

    /// Whether the role may make a grant.
    private func allows(_ condition: String, for role: String = "ExampleRole", _ context: FixedContext) throws -> Bool {
        let policy = try KMSExample.keyPolicy(
            #"""
            {
              "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/\#(role)"},
              "Action": "kms:CreateGrant",
              "Resource": "*",
              "Condition": {\#(condition)}
            }
            """#)
        #expect(try !policy.allows(try session(of: role), "RevokeGrant", context))
        return try policy.allows(try session(of: role), "CreateGrant", context)
    }

    // MARK: Who may make grants

    @Test func a_grant_may_have_to_be_tied_to_a_context() throws {
        let condition = #""StringEquals": {"kms:GrantConstraintType": "EncryptionContextEquals"}"#
        let role = "RoleForExampleApp"
        #expect(try allows(condition, for: role, ["kms:GrantConstraintType": "EncryptionContextEquals"]))
        #expect(try !allows(condition, for: role, ["kms:GrantConstraintType": "EncryptionContextSubset"]))
        #expect(try !allows(condition, for: role, [:]))
    }

    @Test func grants_may_be_left_to_services() throws {
        let condition = #""Bool": {"kms:GrantIsForAWSResource": true}"#
        #expect(try allows(condition, ["kms:GrantIsForAWSResource": "true"]))
        #expect(try !allows(condition, ["kms:GrantIsForAWSResource": "false"]), "he asks himself")
    }

    @Test(arguments: [
        (["Encrypt"], true, true), (["ReEncryptTo"], true, true), (["Encrypt", "ReEncryptTo"], true, true),
        (["Encrypt", "Decrypt"], false, true), (["Decrypt", "ReEncryptFrom"], false, false),
    ])
    func grants_may_be_for_some_operations(_ operations: [String], _ allOf: Bool, _ anyOf: Bool) throws {
        let list = #"{"kms:GrantOperations": ["Encrypt", "ReEncryptTo"]}"#
        let context: FixedContext = ["kms:GrantOperations": .many(operations)]
        #expect(try allows(#""ForAllValues:StringEquals": \#(list)"#, context) == allOf)
        #expect(try allows(#""ForAnyValue:StringEquals": \#(list)"#, context) == anyOf)
    }

    @Test(arguments: ["kms:GranteePrincipal", "kms:RetiringPrincipal"])
    func grants_may_be_for_somebody(_ key: String) throws {
        let condition = #""StringEquals": {"\#(key)": "arn:aws:iam::111122223333:role/LimitedAdminRole"}"#
        #expect(try allows(condition, FixedContext([key: "arn:aws:iam::111122223333:role/LimitedAdminRole"])))
        #expect(try !allows(condition, FixedContext([key: "arn:aws:iam::111122223333:role/ExampleRole"])))
        #expect(try !allows(condition, [:]))
    }

    // MARK: What a grant gives

    private func grant(
        _ operations: Set<String> = ["Decrypt"], to grantee: Grant.Grantee? = nil, equals: [Grant.Pair]? = nil,
        subset: [Grant.Pair]? = nil
    ) -> Grant {
        Grant(
            id: "g", grantee: grantee ?? .principal(example), operations: operations, contextEquals: equals,
            contextSubset: subset)
    }

    private func gives(
        _ grant: Grant, _ operation: String = "Decrypt", to requester: Requester? = nil, with context: [Grant.Pair]
    ) throws -> Bool {
        let requester = try requester ?? user("exampleUser")
        let match = GrantIndex([grant]).match(
            operation: operation, requester: requester, encryptionContext: context, sourceARN: nil)
        let policy = try keyPolicy(delegation)
        return decide(request("kms:\(operation)", policy: policy), by: requester, grants: match).isAllowed
    }

    @Test func the_request_has_the_pairs_of_the_grant() throws {
        let equals = grant(equals: [("Department", "IT")])
        let subset = grant(subset: [("Department", "IT")])
        for grant in [equals, subset] {
            #expect(try gives(grant, with: [("Department", "IT")]))
            #expect(try !gives(grant, with: []))
            #expect(try !gives(grant, with: [("department", "IT")]))
            #expect(try !gives(grant, with: [("Department", "it")]))
            #expect(try !gives(grant, "Encrypt", with: [("Department", "IT")]))
            #expect(try !gives(grant, to: try user("anotherUser"), with: [("Department", "IT")]))
        }
        let more: [Grant.Pair] = [("Department", "IT"), ("Purpose", "Test")]
        #expect(try gives(subset, with: more))
        #expect(try !gives(equals, with: more))
    }

    @Test func a_service_uses_the_key_for_one_table() throws {
        let pairs: [Grant.Pair] = [
            ("aws:dynamodb:tableName", "Services"), ("aws:dynamodb:subscriberId", "111122223333"),
        ]
        let grant = grant(
            ["Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "DescribeKey"],
            to: .service("dynamodb.us-west-2.amazonaws.com"), subset: pairs)
        let table = service("dynamodb.us-west-2.amazonaws.com")
        #expect(try gives(grant, "GenerateDataKey", to: table, with: pairs.reversed()))
        #expect(
            try !gives(
                grant, "GenerateDataKey", to: table,
                with: [("aws:dynamodb:tableName", "Other"), ("aws:dynamodb:subscriberId", "111122223333")]))
        #expect(try !gives(grant, "GenerateDataKey", to: service("dynamodb.us-east-1.amazonaws.com"), with: pairs))
    }

    @Test func a_child_is_no_wider_than_its_parent() {
        let parent = grant(["GenerateDataKey", "Decrypt", "CreateGrant"], subset: [("Department", "IT")])
        let another = Grant.Grantee.principal("arn:aws:iam::111122223333:user/anotherUser")
        let child = grant(["CreateGrant", "Decrypt"], to: another, equals: [("Department", "IT")])
        #expect(parent.permitsChild(child))
        #expect(!parent.permitsChild(grant(["CreateGrant", "ReEncryptFrom"], equals: [("Department", "IT")])))
        #expect(!parent.permitsChild(grant(["Decrypt"], subset: [("Purpose", "Test")])))
        #expect(child.permitsChild(grant(["Decrypt"], equals: [("Department", "IT")])))
        #expect(!child.permitsChild(grant(["GenerateDataKey"], equals: [("Department", "IT")])), "not its parent's")
        #expect(!child.permitsChild(grant(["Decrypt"], subset: [("Department", "IT")])), "equals became subset")
    }

    /// grant-manage.html#grant-delete
    @Test func retiring_may_be_denied() throws {
        let deny = #"{"Effect": "Deny", "Action": "kms:RetireGrant", "Resource": "*"}"#
        let granted = GrantMatch(grantID: "g")
        func allows(_ policies: [String]) throws -> Bool {
            let requester = try user("exampleUser", identity: policies)
            return try isAllowed(requester, "kms:RetireGrant", by: delegation, grants: granted)
        }
        #expect(try allows([]))
        #expect(try !allows([deny]))
    }
}
