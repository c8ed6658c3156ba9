import IAMPolicy
import Testing

/// Policies about aliases of https://docs.aws.amazon.com/kms/latest/developerguide/: alias-access.html,
/// alias-authorization.html, abac.html, conditions-kms.html. An operation on an alias needs a permission for the alias, of
/// an IAM policy, and one for each key, of its policy.
@Suite struct KMSAliasExampleTests {
    private let testKey = "arn:aws:kms:us-west-2:111122223333:alias/test-key"
    private let manager = "arn:aws:iam::111122223333:user/KMSAdminUser"

    private func keyStatement(_ actions: String) -> String {
        #"""
        {"Sid": "Key policy for 1234abcd-12ab-34cd-56ef-1234567890ab", "Effect": "Allow",
         "Principal": {"AWS": "\#(manager)"}, "Action": \#(actions), "Resource": "*"}
        """#
    }

    @Test(arguments: [
        (["CreateAlias", "UpdateAlias", "DeleteAlias"], "ListAliases"),
        (["UpdateAlias", "ListAliases", "ListKeys"], "DeleteAlias"),
    ])
    func one_alias_is_managed(_ operations: [String], _ other: String) throws {
        let list = operations.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let example = try KMSExample.iamPolicy(
            #"{"Sid": "IAMPolicyForAnAlias", "Effect": "Allow", "Action": [\#(list)], "Resource": "\#(testKey)"}"#)
        for operation in operations {
            #expect(try example.allows(operation, on: testKey))
            #expect(try !example.allows(operation, on: testKey + "2"))
            #expect(try !example.allows(operation), "the key is another resource")
        }
        #expect(try !example.allows(other, on: testKey))
        #expect(try !example.allows("ListAliases", on: "*"), "listing needs a star")
    }

    @Test(arguments: [
        (["CreateAlias", "DescribeKey"], "UpdateAlias"), (["UpdateAlias", "DescribeKey"], "CreateAlias"),
        (["CreateAlias", "UpdateAlias", "DeleteAlias", "DescribeKey"], "EnableKey"),
    ])
    func a_key_lets_its_aliases_be_managed(_ operations: [String], _ other: String) throws {
        let list = operations.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let example = try KMSExample.keyPolicy(keyStatement("[\(list)]"))
        for operation in operations {
            #expect(try example.allows(try user("KMSAdminUser"), operation))
            #expect(try !example.allows(try user(), operation))
        }
        #expect(try !example.allows(try user("KMSAdminUser"), other))
    }

    @Test func listing_needs_a_star() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": ["kms:ListKeys", "kms:ListAliases"], "Resource": "*"}}
            """#)
        #expect(try example.allows("ListKeys", on: "*"))
        #expect(try example.allows("ListAliases", on: "*"))
        #expect(try !example.allows("CreateAlias", on: testKey))
    }

    @Test func aliases_are_given_to_keys_of_kms_alone() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Sid": "IAMPolicyKeyPermissions",
              "Effect": "Allow",
              "Resource": "arn:aws:kms:us-west-2:111122223333:key/*",
              "Action": ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"],
              "Condition": {"StringEquals": {"kms:KeyOrigin": "AWS_KMS"}}
            }
            """#)
        for operation in ["CreateAlias", "UpdateAlias", "DeleteAlias"] {
            #expect(try example.allows(operation, ["kms:KeyOrigin": "AWS_KMS"]))
            #expect(try !example.allows(operation, ["kms:KeyOrigin": "EXTERNAL"]))
            #expect(try !example.allows(operation, on: testKey), "the alias is another resource")
        }
    }

    @Test func aliases_of_one_beginning_are_not_managed() throws {
        let actions = #"["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"]"#
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Sid": "IAMPolicyForAnAliasAllow",
              "Effect": "Allow",
              "Action": \#(actions),
              "Resource": "arn:aws:kms:us-west-2:111122223333:alias/*"
            },
            {
              "Sid": "IAMPolicyForAnAliasDeny",
              "Effect": "Deny",
              "Action": \#(actions),
              "Resource": "arn:aws:kms:us-west-2:111122223333:alias/Restricted*"
            }
            """#)
        for operation in ["CreateAlias", "UpdateAlias", "DeleteAlias"] {
            #expect(try example.allows(operation, on: testKey))
            let restricted = "arn:aws:kms:us-west-2:111122223333:alias/Restricted-key"
            #expect(try !example.allows(operation, on: restricted))
            #expect(try !example.allows(operation, on: restricted, beside: [allowEverything]))
            #expect(try example.allows(operation, on: restricted.replacing("Res", with: "res")), "names have a case")
        }
    }

    // MARK: alias-authorization.html, abac.html, conditions-kms.html

    @Test func a_key_is_used_by_aliases_of_a_project() throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Sid": "Key policy using a request alias condition",
              "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/alpha-developer"},
              "Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
              "Resource": "*",
              "Condition": {"StringLike": {"kms:RequestAlias": "alias/*alpha*"}}
            }
            """#)
        let developer = try session(of: "alpha-developer")
        #expect(try example.allows(developer, "DescribeKey", ["kms:RequestAlias": "alias/project-alpha"]))
        #expect(try !example.allows(developer, "DescribeKey", ["kms:RequestAlias": "alias/project-beta"]))
        #expect(try !example.allows(developer, "DescribeKey"), "a key's id or ARN, even of the same key")
        #expect(
            try !example.allows(
                developer, "DescribeKey", ["kms:RequestAlias": "arn:aws:kms:us-west-2:111122223333:alias/project-alpha"]
            ),
            "the condition compares names")
    }

    private func byAliases(_ actions: String, _ resources: String, _ condition: String) throws -> KMSExample {
        try KMSExample.iamPolicy(
            #"""
            {"Sid": "AliasBasedIAMPolicy", "Effect": "Allow", "Action": \#(actions), "Resource": \#(resources),
             "Condition": {\#(condition)}}
            """#)
    }

    private let twoAccounts = #"["arn:aws:kms:*:111122223333:key/*", "arn:aws:kms:*:444455556666:key/*"]"#
    private let ofOthers = "arn:aws:kms:eu-west-1:444455556666:key/bbbbbbbb-12ab-34cd-56ef-1234567890ab"

    @Test func keys_with_one_alias_of_a_beginning_are_rotated() throws {
        let example = try byAliases(
            #"["kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:GetKeyRotationStatus"]"#, twoAccounts,
            #""ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/restricted*"}"#)
        let some: FixedContext = ["kms:ResourceAliases": ["alias/other", "alias/restricted-project"]]
        for operation in ["EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus"] {
            #expect(try example.allows(operation, some))
            #expect(try example.allows(operation, on: ofOthers, some))
            #expect(try !example.allows(operation, ["kms:ResourceAliases": ["alias/other"]]))
            #expect(try !example.allows(operation, ["kms:ResourceAliases": []]))
        }
    }

    @Test func keys_with_an_alias_make_data_keys() throws {
        let example = try byAliases(
            #""kms:GenerateDataKey""#, twoAccounts,
            #""ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/finance-key"}"#)
        let some: FixedContext = ["kms:ResourceAliases": ["alias/finance-key", "alias/x"]]
        #expect(try example.allows("GenerateDataKey", some))
        #expect(try example.allows("GenerateDataKey", on: ofOthers, some))
        #expect(try !example.allows("GenerateDataKey", ["kms:ResourceAliases": ["alias/x"]]))
        #expect(try !example.allows("GenerateDataKey", ["kms:ResourceAliases": []]))
    }

    @Test func keys_all_of_whose_aliases_fit_are_enabled() throws {
        let all = #""ForAllValues:StringLike": {"kms:ResourceAliases": ["alias/*Test*"]}"#
        let any = #""ForAnyValue:StringLike": {"kms:ResourceAliases": ["alias/*Test*"]}"#
        let keys = #""arn:aws:kms:*:111122223333:key/*""#
        let example = try byAliases(#"["kms:EnableKey", "kms:DisableKey"]"#, keys, all + ", " + any)
        #expect(try example.allows("EnableKey", ["kms:ResourceAliases": ["alias/Test", "alias/myTest1"]]))
        #expect(try !example.allows("EnableKey", ["kms:ResourceAliases": ["alias/Test", "alias/other"]]))
        #expect(try !example.allows("EnableKey", ["kms:ResourceAliases": []]), "some alias has to fit")
        let loose = try byAliases(#""kms:EnableKey""#, keys, all)
        #expect(try loose.allows("EnableKey", ["kms:ResourceAliases": []]), "ForAllValues alone lets in none")
    }

    @Test func keys_of_a_project_are_found_by_three_aliases() throws {
        let example = try byAliases(
            #"["kms:List*", "kms:Describe*", "kms:Decrypt"]"#, #""arn:aws:kms:*:111122223333:key/*""#,
            #"""
            "ForAnyValue:StringEquals": {
              "kms:ResourceAliases": ["alias/ProjectAlpha", "alias/ProjectAlpha_Test", "alias/ProjectAlpha_Dev"]
            }
            """#)
        #expect(try example.allows("Decrypt", ["kms:ResourceAliases": ["alias/ProjectAlpha_Dev"]]))
        #expect(try !example.allows("Decrypt", ["kms:ResourceAliases": ["alias/ProjectAlpha_Restricted"]]))
        #expect(try !example.allows("Encrypt", ["kms:ResourceAliases": ["alias/ProjectAlpha_Dev"]]))
    }
}
