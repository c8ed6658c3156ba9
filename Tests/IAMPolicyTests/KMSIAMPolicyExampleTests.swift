import IAMPolicy
import Testing

/// IAM policies of https://docs.aws.amazon.com/kms/latest/developerguide/: customer-managed-policies.html and
/// cmks-in-iam-policies.html. Spaces in their Sids are taken out: IAM has none there.
@Suite struct KMSIAMPolicyExampleTests {
    private let second = "arn:aws:kms:us-west-2:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"
    private let third = "arn:aws:kms:us-west-2:111122223333:key/aaaaaaaa-12ab-34cd-56ef-1234567890ab"
    private let ofOthers = "arn:aws:kms:us-west-2:444455556666:key/bbbbbbbb-12ab-34cd-56ef-1234567890ab"

    private func single(_ effect: String, _ actions: String, _ resource: String) throws -> KMSExample {
        try KMSExample.iamPolicy(
            #"""
            {"Version": "2012-10-17",
             "Statement": {"Effect": "\#(effect)", "Action": \#(actions), "Resource": \#(resource)}}
            """#)
    }

    // MARK: customer-managed-policies.html

    @Test func somebody_looks_at_all_keys_in_the_console_and_changes_none() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "ReadOnlyAccessForAllKMSkeysInAccount",
                  "Effect": "Allow",
                  "Action": ["kms:GetPublicKey", "kms:GetKeyRotationStatus", "kms:GetKeyPolicy", "kms:DescribeKey",
                             "kms:ListKeyPolicies", "kms:ListResourceTags"],
                  "Resource": "arn:aws:kms:*:111122223333:key/*"
                },
                {
                  "Sid": "ReadOnlyAccessForOperationsWithNoKMSkey",
                  "Effect": "Allow",
                  "Action": ["kms:ListKeys", "kms:ListAliases", "iam:ListRoles", "iam:ListUsers"],
                  "Resource": "*"
                }
              ]
            }
            """#)
        for operation in ["GetPublicKey", "GetKeyPolicy", "DescribeKey", "ListKeyPolicies", "ListResourceTags"] {
            #expect(try example.allows(operation))
            #expect(try !example.allows(operation, on: ofOthers))
        }
        for operation in ["ListKeys", "ListAliases", "iam:ListRoles", "iam:ListUsers"] {
            #expect(try example.allows(operation, on: "*"))
        }
        for operation in ["PutKeyPolicy", "Decrypt", "TagResource"] { #expect(try !example.allows(operation)) }
        #expect(try !example.allows("CreateKey", on: "*"))
    }

    @Test func somebody_makes_keys() throws {
        let example = try single("Allow", #""kms:CreateKey""#, #""*""#)
        #expect(try example.allows("CreateKey", on: "*"))
        #expect(try !example.allows("TagResource"))
        #expect(try !example.allows("PutKeyPolicy"))
    }

    @Test func somebody_makes_keys_with_tags_and_aliases() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "IAMPermissionsForParticularKMSkeys",
                  "Effect": "Allow",
                  "Action": "kms:TagResource",
                  "Resource": "arn:aws:kms:*:111122223333:key/*"
                },
                {
                  "Sid": "IAMPermissionsForParticularAliases",
                  "Effect": "Allow",
                  "Action": "kms:CreateAlias",
                  "Resource": "arn:aws:kms:*:111122223333:alias/*"
                },
                {
                  "Sid": "IAMPermissionsForAllKMSkeys",
                  "Effect": "Allow",
                  "Action": ["kms:CreateKey", "kms:ListKeys", "kms:ListAliases"],
                  "Resource": "*"
                }
              ]
            }
            """#)
        #expect(try example.allows("TagResource"))
        #expect(try example.allows("CreateAlias", on: "arn:aws:kms:us-west-2:111122223333:alias/test"))
        #expect(try !example.allows("CreateAlias"), "the permission for the key is the key policy's to give")
        for operation in ["CreateKey", "ListKeys", "ListAliases"] { #expect(try example.allows(operation, on: "*")) }
        #expect(try !example.allows("PutKeyPolicy"))
    }

    @Test(arguments: [
        (#""arn:aws:kms:*:111122223333:key/*""#, [true, true, true, true, false]),
        (#"["arn:aws:kms:us-west-2:111122223333:key/*"]"#, [true, true, true, false, false]),
        (
            #"""
            ["arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
             "arn:aws:kms:us-west-2:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"]
            """#, [true, true, false, false, false]
        ),
    ])
    func somebody_encrypts_and_decrypts_with_the_keys_named(_ resources: String, _ outcomes: [Bool]) throws {
        let example = try single("Allow", #"["kms:Encrypt", "kms:Decrypt"]"#, resources)
        let keys = [keyARN, second, third, third.replacing("us-west-2", with: "eu-central-1"), ofOthers]
        for (key, isAllowed) in zip(keys, outcomes) {
            for operation in ["Encrypt", "Decrypt"] {
                #expect(try example.allows(operation, on: key) == isAllowed)
            }
            #expect(try !example.allows("GenerateDataKey", on: key))
        }
    }

    @Test func nobody_disables_or_deletes_a_key_whatever_else_he_may() throws {
        let example = try single("Deny", #"["kms:DisableKey", "kms:ScheduleKeyDeletion"]"#, #""*""#)
        for operation in ["DisableKey", "ScheduleKeyDeletion"] {
            #expect(try !example.allows(operation, beside: [allowEverything]))
        }
        #expect(try example.allows("EnableKey", beside: [allowEverything]))
    }

    // MARK: cmks-in-iam-policies.html

    @Test func data_keys_are_made_with_listed_keys_alone() throws {
        let example = try single(
            "Allow", #"["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"]"#, #"["\#(keyARN)", "\#(second)"]"#)
        for operation in ["DescribeKey", "GenerateDataKey", "Decrypt"] {
            #expect(try example.allows(operation, on: second))
            #expect(try !example.allows(operation, on: third))
        }
        #expect(try !example.allows("GenerateDataKeyPair"))
    }

    @Test func data_keys_are_made_with_keys_of_two_accounts() throws {
        let example = try single(
            "Allow", #"["kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"]"#,
            #"["arn:aws:kms:*:111122223333:key/*", "arn:aws:kms:*:444455556666:key/*"]"#)
        for operation in ["DescribeKey", "GenerateDataKey", "GenerateDataKeyPair"] {
            #expect(try example.allows(operation))
            #expect(try example.allows(operation, on: ofOthers))
            #expect(
                try !example.allows(operation, on: ofOthers.replacing("444455556666", with: "777788889999")))
        }
        #expect(try !example.allows("Decrypt"))
    }

    @Test func what_is_sensitive_is_denied_on_every_key() throws {
        let actions = #"["kms:CreateKey", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:ScheduleKeyDeletion"]"#
        let example = try single("Deny", actions, #""*""#)
        for operation in ["PutKeyPolicy", "CreateGrant", "ScheduleKeyDeletion"] {
            #expect(try !example.allows(operation, on: ofOthers, beside: [allowEverything]))
        }
        #expect(try !example.allows("CreateKey", on: "*", beside: [allowEverything]))
        #expect(try example.allows("Encrypt", beside: [allowEverything]))
    }

    @Test func what_is_less_sensitive_is_allowed_on_every_key() throws {
        let actions = #"["kms:CreateKey", "kms:ListKeys", "kms:ListAliases", "kms:ListResourceTags"]"#
        let example = try single("Allow", actions, #""*""#)
        for operation in ["CreateKey", "ListKeys", "ListAliases"] { #expect(try example.allows(operation, on: "*")) }
        #expect(try example.allows("ListResourceTags", on: ofOthers))
        #expect(try !example.allows("DescribeKey"))
    }

    @Test func an_alias_or_a_keys_id_is_no_name_of_a_key() throws {
        let alias = try single("Allow", #""kms:Decrypt""#, #""arn:aws:kms:us-west-2:111122223333:alias/test-key""#)
        #expect(try !alias.allows("Decrypt"))
        #expect(throws: PolicyError.self) {
            try single("Allow", #""kms:Decrypt""#, #""1234abcd-12ab-34cd-56ef-1234567890ab""#)
        }
        #expect(throws: PolicyError.self) { try single("Allow", #""kms:Decrypt""#, #""alias/test-key""#) }
    }

    /// authorize-key-store.html: a list of permissions, which is no policy yet.
    @Test func custom_key_stores_are_managed_on_no_resource() throws {
        let names = ["Create", "Connect", "Disconnect", "Update", "Delete"].map { "\($0)CustomKeyStore" }
        let all = names + ["DescribeCustomKeyStores"]
        let list = all.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let example = try single("Allow", "[\(list)]", #""*""#)
        for operation in all { #expect(try example.allows(operation, on: "*")) }
        #expect(try !example.allows("CreateKey", on: "*"))
    }
}
