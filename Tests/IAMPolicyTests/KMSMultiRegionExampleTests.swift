import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html. Several of its examples are no JSON:
/// `Resource` in braces, a condition without them; an ARN there has a colon too many.
@Suite struct KMSMultiRegionExampleTests {
    private let related = "arn:aws:kms:eu-west-3:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"

    @Test func a_policy_is_for_a_key_in_all_regions() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Effect": "Allow",
              "Action": ["kms:Describe*", "kms:List*"],
              "Resource": "arn:aws:kms:*:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"
            }
            """#)
        #expect(try example.allows("DescribeKey", on: related))
        #expect(try example.allows("ListGrants", on: related.replacing("eu-west-3", with: "us-east-1")))
        #expect(try !example.allows("DescribeKey", on: keyARN))
        #expect(try !example.allows("Decrypt", on: related))
    }

    @Test func somebody_makes_keys_of_every_kind() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": {
                "Action": ["kms:CreateKey", "iam:CreateServiceLinkedRole"],
                "Effect": "Allow",
                "Resource": "*"
              }
            }
            """#)
        for isMultiRegion in ["true", "false"] {
            #expect(try example.allows("CreateKey", on: "*", ["kms:MultiRegion": .one(isMultiRegion)]))
        }
        #expect(try example.allows("iam:CreateServiceLinkedRole", on: "*"))
        #expect(try !example.allows("iam:CreateRole", on: "*"))
    }

    @Test func nobody_makes_keys_of_several_regions() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": {
                "Action": "kms:CreateKey",
                "Effect": "Deny",
                "Resource": "*",
                "Condition": {"Bool": {"kms:MultiRegion": true}}
              }
            }
            """#)
        #expect(try !example.allows("CreateKey", on: "*", ["kms:MultiRegion": "true"], beside: [allowEverything]))
        #expect(try example.allows("CreateKey", on: "*", ["kms:MultiRegion": "false"], beside: [allowEverything]))
    }

    @Test(arguments: [("us-east-1", true), ("eu-west-3", true), ("ap-southeast-2", true), ("eu-west-1", false)])
    func a_key_is_replicated_into_some_regions(_ region: String, _ isAllowed: Bool) throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/Administrator"},
              "Action": "kms:ReplicateKey",
              "Resource": "*",
              "Condition": {"StringEquals": {"kms:ReplicaRegion": ["us-east-1", "eu-west-3", "ap-southeast-2"]}}
            }
            """#)
        let administrator = try session(of: "Administrator")
        let context: FixedContext = ["kms:ReplicaRegion": .one(region)]
        #expect(try example.allows(administrator, "ReplicateKey", context) == isAllowed)
        #expect(try !example.allows(administrator, "UpdatePrimaryRegion", context))
        #expect(try !example.allows(try session(of: "Developer"), "ReplicateKey", context))
    }

    @Test func a_role_updates_the_primary_region() throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Effect": "Allow",
              "Resource": "*",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/Administrator"},
              "Action": "kms:UpdatePrimaryRegion"
            }
            """#)
        #expect(try example.allows(try session(of: "Administrator"), "UpdatePrimaryRegion"))
        #expect(try !example.allows(try session(of: "Administrator"), "ReplicateKey"))
    }

    @Test(arguments: [("us-west-2", true), ("sa-east-1", true), ("ap-southeast-1", true), ("us-east-1", false)])
    func keys_become_primary_in_some_regions(_ region: String, _ isAllowed: Bool) throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Effect": "Allow",
              "Action": "kms:UpdatePrimaryRegion",
              "Resource": "arn:aws:kms:*:111122223333:key/*",
              "Condition": {"StringEquals": {"kms:PrimaryRegion": ["us-west-2", "sa-east-1", "ap-southeast-1"]}}
            }
            """#)
        let context: FixedContext = ["kms:PrimaryRegion": .one(region)]
        #expect(try example.allows("UpdatePrimaryRegion", on: related, context) == isAllowed)
    }

    @Test func nobody_uses_keys_of_several_regions() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {"Effect": "Deny", "Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"kms:MultiRegion": true}}}
            """#)
        for operation in ["Encrypt", "EnableKey", "DescribeKey"] {
            #expect(
                try !example.allows(operation, on: related, ["kms:MultiRegion": "true"], beside: [allowEverything]))
            #expect(try example.allows(operation, ["kms:MultiRegion": "false"], beside: [allowEverything]))
        }
        #expect(try example.allows("ListKeys", on: "*", beside: [allowEverything]), "there is no key in it")
    }

    @Test func replicas_of_a_region_alone_are_deleted() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Effect": "Allow",
              "Action": ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
              "Resource": "arn:aws:kms:us-west-2:111122223333:key/*",
              "Condition": {"StringEquals": {"kms:MultiRegionKeyType": "REPLICA"}}
            }
            """#)
        #expect(try example.allows("ScheduleKeyDeletion", ["kms:MultiRegionKeyType": "REPLICA"]))
        #expect(try !example.allows("ScheduleKeyDeletion", ["kms:MultiRegionKeyType": "PRIMARY"]))
        #expect(try !example.allows("ScheduleKeyDeletion", on: related, ["kms:MultiRegionKeyType": "REPLICA"]))
    }
}
