import IAMPolicy
import Testing

/// Key policies of https://docs.aws.amazon.com/kms/latest/developerguide/: key-policy-default.html,
/// key-policy-overview.html, determining-access-key-policy.html, deleting-keys-adding-permission.html.
@Suite struct KMSKeyPolicyExampleTests {
    private static let administration = #"""
        "kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Revoke*",
        "kms:Disable*", "kms:Get*", "kms:Delete*"
        """#
    private static let users = #"""
        {"AWS": ["arn:aws:iam::111122223333:user/ExampleUser", "arn:aws:iam::111122223333:role/ExampleRole",
                 "arn:aws:iam::444455556666:root"]}
        """#
    /// The complete policy that the console makes.
    private static let console = #"""
        {
          "Version": "2012-10-17",
          "Id": "key-consolepolicy-2",
          "Statement": [
            {
              "Sid": "Enable IAM policies",
              "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
              "Action": "kms:*",
              "Resource": "*"
            },
            {
              "Sid": "Allow access for Key Administrators",
              "Effect": "Allow",
              "Principal": {"AWS": [
                "arn:aws:iam::111122223333:user/KMSAdminUser",
                "arn:aws:iam::111122223333:role/KMSAdminRole"
              ]},
              "Action": [\#(administration), "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion",
                         "kms:CancelKeyDeletion"],
              "Resource": "*"
            },
            {
              "Sid": "Allow use of the key",
              "Effect": "Allow",
              "Principal": \#(users),
              "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
              "Resource": "*"
            },
            {
              "Sid": "Allow attachment of persistent resources",
              "Effect": "Allow",
              "Principal": \#(users),
              "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
              "Resource": "*",
              "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}
            }
          ]
        }
        """#
    private static let administrative = [
        "CreateAlias", "CreateGrant", "DescribeKey", "EnableKey", "EnableKeyRotation", "ListGrants", "ListKeyPolicies",
        "ListResourceTags", "PutKeyPolicy", "UpdateAlias", "UpdateKeyDescription", "UpdatePrimaryRegion", "RevokeGrant",
        "DisableKey", "DisableKeyRotation", "GetKeyPolicy", "GetKeyRotationStatus", "GetParametersForImport",
        "GetPublicKey", "DeleteAlias", "DeleteImportedKeyMaterial",
    ]
    private static let cryptographic = [
        "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
        "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
    ]

    @Test func administrators_do_what_the_page_lists_and_do_not_use_the_key() throws {
        let example = try KMSExample.keyPolicy(Self.console)
        let deleting = ["TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion"]
        for admin in [try user("KMSAdminUser"), try session(of: "KMSAdminRole")] {
            for operation in Self.administrative + deleting { #expect(try example.allows(admin, operation)) }
            // Those are of other kinds of keys, and the console adds them by name.
            for operation in Self.cryptographic + ["ImportKeyMaterial", "ReplicateKey", "Sign", "GenerateMac"] {
                #expect(try !example.allows(admin, operation))
            }
        }
    }

    @Test func users_use_the_key_and_do_not_manage_it() throws {
        let example = try KMSExample.keyPolicy(Self.console)
        for member in [try user("ExampleUser"), try session(of: "ExampleRole")] {
            for operation in Self.cryptographic + ["DescribeKey"] { #expect(try example.allows(member, operation)) }
            for operation in Self.administrative where operation != "DescribeKey" {
                #expect(try !example.allows(member, operation))
            }
            for operation in ["CreateGrant", "ListGrants", "RevokeGrant"] {
                #expect(try example.allows(member, operation, ["kms:GrantIsForAWSResource": "true"]))
                #expect(try !example.allows(member, operation, ["kms:GrantIsForAWSResource": "false"]))
            }
        }
    }

    @Test func the_account_has_all_and_the_other_one_decides_for_its_own() throws {
        let example = try KMSExample.keyPolicy(Self.console)
        #expect(try example.allows(root(), "ScheduleKeyDeletion"))
        #expect(try !example.allows(try user(), "Encrypt"))
        #expect(try example.allows(try user(identity: [allowEverything]), "Encrypt"))
        #expect(try !example.allows(try user(of: otherAccount), "Encrypt"))
        let theirs = try user(of: otherAccount, identity: [allowEverything])
        #expect(try example.allows(theirs, "Encrypt"))
        #expect(try !example.allows(theirs, "PutKeyPolicy"))
        #expect(try !example.allows(try user(of: "777788889999", identity: [allowEverything]), "Encrypt"))
    }

    @Test func without_the_first_statement_iam_policies_do_not_allow_and_still_deny() throws {
        let example = try KMSExample.keyPolicy(statement("user/alice", #""kms:Encrypt""#))
        #expect(try example.allows(try user(), "Encrypt"))
        #expect(try !example.allows(try user("bob", identity: [allowEverything]), "Encrypt"))
        #expect(try !example.allows(root(), "Encrypt"), "a key policy that leaves out the account leaves out its root")
        let deny = #"{"Effect": "Deny", "Action": "kms:Encrypt", "Resource": "*"}"#
        #expect(try !example.allows(try user(identity: [deny]), "Encrypt"))
    }

    private func statement(_ name: String, _ actions: String, _ condition: String = "") -> String {
        let block = condition.isEmpty ? "" : #", "Condition": {\#(condition)}"#
        return #"""
            {"Sid": "Allow use of the key", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:\#(name)"},
             "Action": \#(actions), "Resource": "*"\#(block)}
            """#
    }

    @Test(arguments: [
        (["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*"], "GenerateDataKeyPair", "Sign"),
        (["DescribeKey", "GenerateMac", "VerifyMac"], "VerifyMac", "Encrypt"),
        (["Encrypt", "Decrypt", "ReEncrypt*", "DescribeKey", "GetPublicKey"], "GetPublicKey", "GenerateDataKey"),
        (["DescribeKey", "GetPublicKey", "Sign", "Verify"], "Sign", "Decrypt"),
        (["DescribeKey", "GetPublicKey", "DeriveSharedSecret"], "DeriveSharedSecret", "Decrypt"),
    ])
    func users_of_each_kind_of_key_have_its_operations(_ actions: [String], _ allowed: String, _ refused: String) throws
    {
        let list = actions.map { "\"kms:\($0)\"" }.joined(separator: ", ")
        let example = try KMSExample.keyPolicy(statement("user/ExampleUser", "[\(list)]"))
        #expect(try example.allows(try user("ExampleUser"), allowed))
        #expect(try example.allows(try user("ExampleUser"), "DescribeKey"))
        #expect(try !example.allows(try user("ExampleUser"), refused))
        #expect(try !example.allows(try user(), allowed))
    }

    @Test func an_application_in_a_role_uses_the_key_and_a_user_administers_it() throws {
        let deletion = #""kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion""#
        let example = try KMSExample.keyPolicy(
            [
                delegation, statement("user/KMSKeyAdmin", "[\(Self.administration), \(deletion)]"),
                statement(
                    "role/EncryptionApp",
                    #"["kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt", "kms:ReEncrypt*", "kms:Decrypt"]"#),
                statement(
                    "role/EncryptionApp", #"["kms:ListGrants", "kms:CreateGrant", "kms:RevokeGrant"]"#,
                    #""Bool": {"kms:GrantIsForAWSResource": true}"#),
            ].map { $0.replacing(#""Sid": "Allow use of the key", "#, with: "") }.joined(separator: ","))
        let admin = try user("KMSKeyAdmin")
        for operation in ["ScheduleKeyDeletion", "CancelKeyDeletion", "PutKeyPolicy"] {
            #expect(try example.allows(admin, operation))
        }
        for operation in ["TagResource", "Decrypt"] { #expect(try !example.allows(admin, operation)) }
        let app = try session(of: "EncryptionApp")
        for operation in Self.cryptographic { #expect(try example.allows(app, operation)) }
        #expect(try example.allows(app, "RevokeGrant", ["kms:GrantIsForAWSResource": "true"]))
        #expect(try !example.allows(app, "RevokeGrant", ["kms:GrantIsForAWSResource": "false"]))
        #expect(try !example.allows(app, "ScheduleKeyDeletion"))
    }

    @Test func a_user_looks_at_a_symmetric_key() throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {"Version": "2012-10-17", "Statement": [\#(
                statement("user/Alice", #""kms:DescribeKey""#, #""StringEquals": {"kms:KeySpec": "SYMMETRIC_DEFAULT"}"#)
            )]}
            """#)
        #expect(try example.allows(try user("Alice"), "DescribeKey", ["kms:KeySpec": "SYMMETRIC_DEFAULT"]))
        #expect(try !example.allows(try user("Alice"), "DescribeKey", ["kms:KeySpec": "RSA_2048"]))
        #expect(try !example.allows(try user("alice"), "DescribeKey", ["kms:KeySpec": "SYMMETRIC_DEFAULT"]))
    }
}
