import IAMPolicy
import Testing

/// Key policies for others than users and roles of the account, of https://docs.aws.amazon.com/kms/latest/developerguide/:
/// key-policy-modifying-external-accounts.html, key-policy-services.html (now least-privilege.html), kms-vpc-endpoint.html.
@Suite struct KMSSharedKeyExampleTests {
    private let use = #"["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]"#

    private func statement(_ principal: String, _ actions: String, _ condition: String = "") -> String {
        let block = condition.isEmpty ? "" : #", "Condition": {\#(condition)}"#
        return #"""
            {"Effect": "Allow", "Principal": \#(principal), "Action": \#(actions), "Resource": "*"\#(block)}
            """#
    }

    /// The policy that the page gives to principals of the other account.
    private func theirs(_ actions: String) -> String {
        #"{"Sid": "AllowUseOfKeyInAccount111122223333", "Effect": "Allow", "Action": \#(actions), "Resource": "\#(keyARN)"}"#
    }

    @Test func an_account_gives_what_it_was_given_to_its_own() throws {
        let example = try KMSExample.keyPolicy(delegation + "," + statement(aws("arn:aws:iam::444455556666:root"), use))
        let bob = try user("bob", of: otherAccount, identity: [theirs(use)])
        for operation in ["Encrypt", "ReEncryptFrom", "GenerateDataKeyPair", "DescribeKey"] {
            #expect(try example.allows(bob, operation))
            #expect(try !example.allows(try user("bob", of: otherAccount), operation), "the key policy is not enough")
        }
        let all = try user("bob", of: otherAccount, identity: [theirs(#""kms:*""#)])
        #expect(try !example.allows(all, "ScheduleKeyDeletion"), "what the key policy does not list has no effect")
        #expect(try !KMSExample.keyPolicy(delegation).allows(bob, "Encrypt"), "nor has an IAM policy alone")
    }

    @Test func named_principals_of_an_account_need_its_policy_too() throws {
        // The page's list lacks a comma between the two.
        let named = aws("arn:aws:iam::444455556666:role/ExampleRole", "arn:aws:iam::444455556666:user/ExampleUser")
        let example = try KMSExample.keyPolicy(delegation + "," + statement(named, use))
        #expect(try example.allows(try user("ExampleUser", of: otherAccount, identity: [theirs(use)]), "Decrypt"))
        #expect(
            try example.allows(try session(of: "ExampleRole", of: otherAccount, identity: [theirs(use)]), "Decrypt"))
        #expect(try !example.allows(try user("ExampleUser", of: otherAccount), "Decrypt"))
        #expect(try !example.allows(try session(of: "ExampleRole", of: otherAccount), "Decrypt"))
        #expect(
            try !example.allows(try user("Other", of: otherAccount, identity: [theirs(use)]), "Decrypt"),
            "an IAM policy for others than the named ones has no effect")
    }

    @Test func an_account_may_leave_grants_to_its_services() throws {
        let grants = #"["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]"#
        let root = aws("arn:aws:iam::444455556666:root")
        let example = try KMSExample.keyPolicy(
            statement(root, use) + ","
                + statement(root, grants, #""Bool": {"kms:GrantIsForAWSResource": "true"}"#))
        let bob = try user("bob", of: otherAccount, identity: [theirs(#""kms:*""#)])
        #expect(try example.allows(bob, "CreateGrant", ["kms:GrantIsForAWSResource": "true"]))
        #expect(try !example.allows(bob, "CreateGrant", ["kms:GrantIsForAWSResource": "false"]))
    }

    @Test func a_service_makes_grants_for_a_team_and_one_resource() throws {
        let example = try KMSExample.keyPolicy(
            statement(
                aws("arn:aws:iam::111122223333:role/LocationTeam"), #""kms:CreateGrant""#,
                #"""
                "StringEquals": {
                  "kms:ViaService": "geo.us-west-2.amazonaws.com",
                  "kms:CallerAccount": "111122223333",
                  "kms:EncryptionContext:aws:geo:arn": "arn:aws:geo:us-west-2:111122223333:tracker/SAMPLE-Tracker"
                }
                """#))
        let context: FixedContext = [
            "kms:ViaService": "geo.us-west-2.amazonaws.com", "kms:CallerAccount": "111122223333",
            "kms:EncryptionContext:aws:geo:arn": "arn:aws:geo:us-west-2:111122223333:tracker/SAMPLE-Tracker",
        ]
        let team = try session(of: "LocationTeam")
        #expect(try example.allows(team, "CreateGrant", context))
        for key in context.entries.keys {
            var less = context
            less.entries[key] = nil
            #expect(try !example.allows(team, "CreateGrant", less))
        }
    }

    @Test func a_service_encrypts_one_trail() throws {
        let example = try KMSExample.keyPolicy(
            statement(
                #"{"Service": "cloudtrail.amazonaws.com"}"#, #""kms:GenerateDataKey""#,
                #"""
                "ArnEquals": {"aws:SourceArn": ["arn:aws:cloudtrail:us-west-2:111122223333:trail/finance"]},
                "StringLike": {
                  "kms:EncryptionContext:aws:cloudtrail:arn": ["arn:aws:cloudtrail:*:111122223333:trail/*"]
                }
                """#))
        func allows(_ source: String?, _ context: String, by name: String = "cloudtrail.amazonaws.com") throws -> Bool {
            var values: FixedContext = ["kms:EncryptionContext:aws:cloudtrail:arn": .one(context)]
            if let source { values.entries[ConditionKey("aws:SourceArn")] = .one(source) }
            return try example.allows(service(name), "GenerateDataKey", values)
        }
        let finance = "arn:aws:cloudtrail:us-west-2:111122223333:trail/finance"
        #expect(try allows(finance, finance))
        #expect(try allows(finance, "arn:aws:cloudtrail:eu-west-1:111122223333:trail/other"))
        #expect(try !allows("arn:aws:cloudtrail:us-west-2:111122223333:trail/other", finance))
        #expect(try !allows(finance, "arn:aws:cloudtrail:us-west-2:444455556666:trail/finance"))
        #expect(try !allows(nil, finance), "nobody says for which resource")
        #expect(try !allows(finance, finance, by: "s3.amazonaws.com"))
    }

    @Test func a_key_is_used_through_one_endpoint() throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Id": "example-key-1",
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "Enable IAM user permissions",
                  "Effect": "Allow",
                  "Principal": {"AWS": ["111122223333"]},
                  "Action": ["kms:*"],
                  "Resource": "*"
                },
                {
                  "Sid": "Restrict usage to my VPC endpoint",
                  "Effect": "Deny",
                  "Principal": "*",
                  "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
                  "Resource": "*",
                  "Condition": {"StringNotEquals": {"aws:sourceVpce": "vpce-0295a3caf8414c94a"}}
                }
              ]
            }
            """#)
        let alice = try user(identity: [allowEverything])
        #expect(try example.allows(alice, "Encrypt", ["aws:SourceVpce": "vpce-0295a3caf8414c94a"]))
        #expect(try !example.allows(alice, "Encrypt", ["aws:SourceVpce": "vpce-1"]))
        #expect(try !example.allows(alice, "Encrypt"), "a request that comes through none is refused")
        #expect(try !example.allows(root(), "Encrypt"))
        #expect(try example.allows(alice, "DescribeKey"))
    }

    @Test func a_key_is_managed_from_one_network_and_used_from_another() throws {
        func from(_ network: String, _ actions: String) -> String {
            statement(#"{"AWS": "111122223333"}"#, actions, #""StringEquals": {"aws:sourceVpc": "\#(network)"}"#)
        }
        let management = #"""
            ["kms:Create*", "kms:Enable*", "kms:Put*", "kms:Update*", "kms:Revoke*", "kms:Disable*", "kms:Delete*",
             "kms:TagResource", "kms:UntagResource"]
            """#
        // After the last Resource the page has a comma too many.
        let example = try KMSExample.keyPolicy(
            [
                from("vpc-12345678", management),
                from("vpc-2b2b2b2b", #"["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"]"#),
                statement(#"{"AWS": "111122223333"}"#, #"["kms:Describe*", "kms:List*", "kms:Get*"]"#),
            ].joined(separator: ","))
        let alice = try user(identity: [allowEverything])
        #expect(try example.allows(alice, "PutKeyPolicy", ["aws:SourceVpc": "vpc-12345678"]))
        #expect(try !example.allows(alice, "PutKeyPolicy", ["aws:SourceVpc": "vpc-2b2b2b2b"]))
        #expect(try example.allows(alice, "Decrypt", ["aws:SourceVpc": "vpc-2b2b2b2b"]))
        #expect(try !example.allows(alice, "Decrypt", ["aws:SourceVpc": "vpc-12345678"]))
        #expect(try !example.allows(alice, "Decrypt"))
        #expect(try example.allows(alice, "DescribeKey"))
    }
}
