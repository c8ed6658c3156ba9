import IAMPolicy
import Testing

/// The policies that AWS KMS's developer guide shows, and what it says that they do. Names of pages are those below
/// https://docs.aws.amazon.com/kms/latest/developerguide/.
@Suite struct KMSDocumentationTests {
    private let example = "arn:aws:iam::111122223333:role/ExampleRole"
    private let cryptographic = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"]

    private func allows(_ statement: String, _ requester: Requester, _ operation: String, _ context: FixedContext = [:])
        throws -> Bool
    {
        try isAllowed(requester, "kms:\(operation)", by: statement, context)
    }

    private func statement(
        _ principal: String, _ actions: [String], _ condition: String = "", effect: String = "Allow"
    ) -> String {
        let list = actions.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let block = condition.isEmpty ? "" : ", \"Condition\": {\(condition)}"
        return
            #"{"Effect": "\#(effect)", "Principal": \#(principal), "Action": [\#(list)], "Resource": "*"\#(block)}"#
    }

    // MARK: key-policy-default.html

    @Test func the_default_policy_gives_the_account_full_access_and_lets_iam_decide() throws {
        #expect(try allows(delegation, root(), "PutKeyPolicy"))
        #expect(try !allows(delegation, try user(), "Encrypt"))
        let policy = #"{"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "\#(keyARN)"}"#
        #expect(try allows(delegation, try user(identity: [policy]), "Encrypt"))
        #expect(try !allows(delegation, try user(identity: [policy]), "Decrypt"))
    }

    @Test func key_administrators_manage_a_key_and_do_not_use_it() throws {
        let administrators = statement(
            aws("arn:aws:iam::111122223333:role/ExampleAdminRole"),
            [
                "Create*", "Describe*", "Enable*", "List*", "Put*", "Update*", "Revoke*", "Disable*", "Get*", "Delete*",
                "TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion", "RotateKeyOnDemand",
            ])
        let policy = delegation + "," + administrators
        let admin = try session(of: "ExampleAdminRole")
        for operation in ["CreateAlias", "DescribeKey", "PutKeyPolicy", "ScheduleKeyDeletion", "CreateGrant"] {
            #expect(try allows(policy, admin, operation))
        }
        for operation in cryptographic { #expect(try !allows(policy, admin, operation)) }
    }

    @Test func key_users_use_a_key_and_make_grants_for_services_only() throws {
        let principal = aws("arn:aws:iam::111122223333:role/ExampleRole", otherAccount)
        let use = statement(principal, ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"])
        let grants = statement(
            principal, ["CreateGrant", "ListGrants", "RevokeGrant"], #""Bool": {"kms:GrantIsForAWSResource": true}"#)
        let policy = [delegation, use, grants].joined(separator: ",")
        let role = try session(of: "ExampleRole")
        for operation in cryptographic { #expect(try allows(policy, role, operation)) }
        #expect(try allows(policy, role, "CreateGrant", ["kms:GrantIsForAWSResource": "true"]))
        #expect(try !allows(policy, role, "CreateGrant", ["kms:GrantIsForAWSResource": "false"]))
        #expect(try !allows(policy, role, "ScheduleKeyDeletion"))
        #expect(try !allows(policy, try user(of: otherAccount), "Encrypt"))
        let theirs = #"{"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "\#(keyARN)"}"#
        #expect(try allows(policy, try user(of: otherAccount, identity: [theirs]), "Encrypt"))
    }

    // MARK: policy-evaluation.html

    @Test func alice_is_denied_since_no_policy_gives_her_what_the_account_could() throws {
        let decision = decide(request("kms:DescribeKey", policy: try keyPolicy(delegation)), by: try user())
        #expect(decision == .denied(.implicit(.identityBased)))
    }

    @Test func bob_uses_another_accounts_key_in_the_engineering_role() throws {
        let operations = [
            "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
            "DescribeKey",
        ]
        let policy = delegation + "," + statement(aws("arn:aws:iam::444455556666:root"), operations)
        let list = operations.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let own = #"{"Effect": "Allow", "Action": [\#(list)], "Resource": ["\#(keyARN)"]}"#
        let bob = try session(of: "Engineering", named: "bob", of: otherAccount, identity: [own])
        for operation in operations { #expect(try allows(policy, bob, operation)) }
        #expect(try !allows(delegation, bob, "Decrypt"))
        #expect(try !allows(policy, try session(of: "Engineering", of: otherAccount), "Decrypt"))
        let all = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#
        #expect(try !allows(policy, try session(of: "Engineering", of: otherAccount, identity: [all]), "EnableKey"))
    }

    // MARK: conditions-kms.html

    @Test func bypassing_the_lockout_check_is_denied() throws {
        let deny =
            #"{"Effect": "Deny", "Action": ["kms:CreateKey", "kms:PutKeyPolicy"], "Resource": "*", "Condition": {"Bool": {"kms:BypassPolicyLockoutSafetyCheck": true}}}"#
        let all = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#
        let alice = try user(identity: [all, deny])
        #expect(try !allows(delegation, alice, "PutKeyPolicy", ["kms:BypassPolicyLockoutSafetyCheck": "true"]))
        #expect(try allows(delegation, alice, "PutKeyPolicy", ["kms:BypassPolicyLockoutSafetyCheck": "false"]))
        let null = statement(aws(example), ["PutKeyPolicy"], #""Null": {"kms:BypassPolicyLockoutSafetyCheck": true}"#)
        #expect(try allows(null, try session(of: "ExampleRole"), "PutKeyPolicy"))
        #expect(
            try !allows(
                null, try session(of: "ExampleRole"), "PutKeyPolicy",
                [
                    "kms:BypassPolicyLockoutSafetyCheck": "false"
                ]))
    }

    @Test func an_aws_managed_key_is_for_its_account_through_its_service() throws {
        let policy = statement(
            aws("*"), ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "CreateGrant", "DescribeKey"],
            #""StringEquals": {"kms:CallerAccount": "111122223333", "kms:ViaService": "ec2.us-west-2.amazonaws.com"}"#)
        let context: FixedContext = [
            "kms:CallerAccount": "111122223333", "kms:ViaService": "ec2.us-west-2.amazonaws.com",
        ]
        #expect(try allows(policy, try user(), "Decrypt", context))
        #expect(try !allows(policy, try user(), "Decrypt", ["kms:CallerAccount": "111122223333"]))
        var other = context
        other.entries[ConditionKey("kms:CallerAccount")] = "444455556666"
        #expect(try !allows(policy, try user(of: otherAccount, identity: [allowDecrypt]), "Decrypt", other))
    }

    @Test func data_key_pairs_may_be_limited_to_rsa() throws {
        let policy = statement(
            aws("arn:aws:iam::111122223333:user/alice"),
            ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
            #""StringLike": {"kms:DataKeyPairSpec": "RSA*"}"#)
        #expect(try allows(policy, try user(), "GenerateDataKeyPair", ["kms:DataKeyPairSpec": "RSA_3072"]))
        #expect(try !allows(policy, try user(), "GenerateDataKeyPair", ["kms:DataKeyPairSpec": "ECC_NIST_P256"]))
    }

    @Test func a_deny_for_other_algorithms_outweighs_policies_and_grants() throws {
        let deny = statement(
            aws(example), ["Encrypt", "Decrypt", "ReEncrypt*"],
            #""StringNotEquals": {"kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}"#, effect: "Deny")
        let policy = statement(aws(example), ["*"]) + "," + deny
        let role = try session(of: "ExampleRole")
        #expect(try allows(policy, role, "Decrypt", ["kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"]))
        #expect(try !allows(policy, role, "Decrypt", ["kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_1"]))
        #expect(
            try !isAllowed(
                role, by: policy, ["kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_1"], grants: GrantMatch(grantID: "g")))
    }

    @Test func an_encryption_context_pair_is_required_and_others_are_permitted() throws {
        let policy = statement(
            aws(example), ["GenerateDataKey"], #""StringEquals": {"kms:EncryptionContext:AppName": "ExampleApp"}"#)
        let role = try session(of: "ExampleRole")
        #expect(try allows(policy, role, "GenerateDataKey", ["kms:EncryptionContext:AppName": "ExampleApp"]))
        #expect(
            try allows(policy, role, "GenerateDataKey", ["kms:EncryptionContext:appname": "ExampleApp"]),
            "the key has no case")
        #expect(try !allows(policy, role, "GenerateDataKey", ["kms:EncryptionContext:AppName": "exampleapp"]))
        #expect(try !allows(policy, role, "GenerateDataKey"))
    }

    @Test func with_encryption_context_keys_no_other_pair_is_permitted() throws {
        let policy = statement(
            aws("arn:aws:iam::111122223333:user/alice"), ["GenerateDataKey"],
            #"""
            "StringEquals": {"kms:EncryptionContext:Department": "IT", "kms:EncryptionContext:Project": "Alpha"},
            "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["Department", "Project"]}
            """#)
        var context: FixedContext = [
            "kms:EncryptionContext:Department": "IT", "kms:EncryptionContext:Project": "Alpha",
            "kms:EncryptionContextKeys": ["Department", "Project"],
        ]
        #expect(try allows(policy, try user(), "GenerateDataKey", context))
        context.entries[ConditionKey("kms:EncryptionContextKeys")] = ["Department", "Project", "Stage"]
        #expect(try !allows(policy, try user(), "GenerateDataKey", context))
        #expect(try !allows(policy, try user(), "GenerateDataKey"))
        #expect(
            try document(policy, as: .resource).keysUnderForAllValues == ["kms:EncryptionContextKeys"])
    }

    @Test func a_stage_may_be_denied() throws {
        let deny = statement(
            aws(example), ["GenerateDataKey"],
            #""StringEquals": {"kms:EncryptionContext:Stage": ["Restricted", "Production"]}"#, effect: "Deny")
        let policy = statement(aws(example), ["GenerateDataKey"]) + "," + deny
        let role = try session(of: "ExampleRole")
        #expect(try !allows(policy, role, "GenerateDataKey", ["kms:EncryptionContext:Stage": "Production"]))
        #expect(try allows(policy, role, "GenerateDataKey", ["kms:EncryptionContext:Stage": "Test"]))
    }

    @Test func a_user_decrypts_what_has_his_name_in_its_context() throws {
        let policy = statement(
            aws("arn:aws:iam::111122223333:user/alice"), ["Decrypt", "Encrypt"],
            #""StringEquals": {"kms:EncryptionContext:user": "${aws:username}"}"#)
        #expect(
            try allows(policy, try user(), "Decrypt", ["aws:username": "alice", "kms:EncryptionContext:user": "alice"]))
        #expect(
            try !allows(policy, try user(), "Decrypt", ["aws:username": "alice", "kms:EncryptionContext:user": "bob"]))
    }

    @Test func one_context_key_or_any_context_may_be_required() throws {
        let role = try session(of: "ExampleRole")
        let any = statement(
            aws(example), ["Encrypt"], #""ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "AppName"}"#)
        #expect(try allows(any, role, "Encrypt", ["kms:EncryptionContextKeys": ["AppName", "Project"]]))
        #expect(try !allows(any, role, "Encrypt", ["kms:EncryptionContextKeys": ["Project"]]))
        #expect(try !allows(any, role, "Encrypt"))
        let some = statement(aws(example), ["Encrypt"], #""Null": {"kms:EncryptionContextKeys": false}"#)
        #expect(try allows(some, role, "Encrypt", ["kms:EncryptionContextKeys": ["Project"]]))
        #expect(try !allows(some, role, "Encrypt"))
    }

    @Test func grants_may_be_limited_to_operations_constraints_and_grantees() throws {
        let alice = aws("arn:aws:iam::111122223333:user/alice")
        let operations = statement(
            alice, ["CreateGrant"], #""ForAllValues:StringEquals": {"kms:GrantOperations": ["Encrypt", "ReEncryptTo"]}"#
        )
        #expect(try allows(operations, try user(), "CreateGrant", ["kms:GrantOperations": ["Encrypt"]]))
        #expect(try !allows(operations, try user(), "CreateGrant", ["kms:GrantOperations": ["Encrypt", "Decrypt"]]))
        let constraint = statement(
            alice, ["CreateGrant"], #""StringEquals": {"kms:GrantConstraintType": "EncryptionContextEquals"}"#)
        #expect(
            try allows(constraint, try user(), "CreateGrant", ["kms:GrantConstraintType": "EncryptionContextEquals"]))
        #expect(try !allows(constraint, try user(), "CreateGrant"))
        let grantee = statement(
            alice, ["CreateGrant"],
            #""StringEquals": {"kms:GranteePrincipal": "arn:aws:iam::111122223333:role/LimitedAdminRole"}"#)
        #expect(try !allows(grantee, try user(), "CreateGrant", ["kms:GranteePrincipal": .one(example)]))
    }

    @Test func imported_material_may_have_to_last_until_a_date() throws {
        let policy = statement(
            aws("arn:aws:iam::111122223333:user/alice"), ["ImportKeyMaterial"],
            #""NumericLessThanEquals": {"kms:ValidTo": "1546257599.0"}"#)
        #expect(try allows(policy, try user(), "ImportKeyMaterial", ["kms:ValidTo": "1546257599"]))
        #expect(try !allows(policy, try user(), "ImportKeyMaterial", ["kms:ValidTo": "1546257600"]))
    }

    // MARK: alias-authorization.html, tag-authorization.html

    @Test func access_may_follow_aliases() throws {
        let body =
            #"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:111122223333:key/*", "Condition": {"ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/test*"}}}"#
        let alice = try user(identity: [body])
        #expect(try allows(delegation, alice, "Decrypt", ["kms:ResourceAliases": ["alias/x", "alias/test1"]]))
        #expect(try !allows(delegation, alice, "Decrypt", ["kms:ResourceAliases": ["alias/x"]]))
        #expect(try !allows(delegation, alice, "Decrypt"))
    }

    @Test func access_may_follow_tags() throws {
        let body =
            #"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:111122223333:key/*", "Condition": {"StringEquals": {"aws:ResourceTag/Project": "${aws:PrincipalTag/Project}"}}}"#
        let alice = try user(identity: [body])
        let same: FixedContext = ["aws:ResourceTag/Project": "Alpha", "aws:PrincipalTag/Project": "Alpha"]
        #expect(try allows(delegation, alice, "Decrypt", same))
        #expect(try !allows(delegation, alice, "Decrypt", ["aws:ResourceTag/Project": "Alpha"]))
    }

    // MARK: customer-managed-policies.html (IAM policies)

    @Test func keys_may_be_all_of_an_account_of_a_region_or_some() throws {
        func isAllowed(_ resource: String, _ key: String) throws -> Bool {
            let body = #"{"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "\#(resource)"}"#
            return try IAMPolicyTests.isAllowed(try user(identity: [body]), on: key, by: delegation)
        }
        let frankfurt = "arn:aws:kms:eu-central-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"
        #expect(try isAllowed("arn:aws:kms:*:111122223333:key/*", frankfurt))
        #expect(try !isAllowed("arn:aws:kms:us-west-2:111122223333:key/*", frankfurt))
        #expect(try isAllowed("arn:aws:kms:us-west-2:111122223333:key/*", keyARN))
        #expect(try isAllowed(keyARN, keyARN))
        #expect(try !isAllowed(keyARN, frankfurt))
        #expect(try !isAllowed("arn:aws:kms:*:111122223333:key/*", "arn:aws:kms:us-west-2:111122223333:alias/a"))
    }

    @Test func deleting_may_be_denied_whatever_else_allows_it() throws {
        let deny = #"{"Effect": "Deny", "Action": ["kms:DisableKey", "kms:ScheduleKeyDeletion"], "Resource": "*"}"#
        let policy = statement(aws("arn:aws:iam::111122223333:user/alice"), ["*"])
        #expect(try !allows(policy, try user(identity: [deny]), "ScheduleKeyDeletion"))
        #expect(try allows(policy, try user(identity: [deny]), "EnableKey"))
    }

    @Test func creating_keys_needs_a_star() throws {
        let body = #"{"Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"}"#
        #expect(try isAllowed(try user(identity: [body]), "kms:CreateKey", on: "*", by: nil))
        #expect(try !isAllowed(try user(), "kms:CreateKey", on: "*", by: nil))
    }
}
