import IAMPolicy
import Testing

/// Policies about tags of https://docs.aws.amazon.com/kms/latest/developerguide/: abac.html, tag-authorization.html,
/// tag-permissions.html.
@Suite struct KMSTagExampleTests {
    private let singapore = "arn:aws:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

    @Test func keys_with_a_tag_are_used() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "AliasBasedIAMPolicy",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
                "Resource": "arn:aws:kms:*:111122223333:key/*",
                "Condition": {"StringEquals": {"aws:ResourceTag/Purpose": "Test"}}
              }]
            }
            """#)
        for operation in ["Decrypt", "Encrypt", "GenerateDataKeyPair", "DescribeKey"] {
            #expect(try example.allows(operation, ["aws:ResourceTag/Purpose": "Test"]))
            #expect(try !example.allows(operation, ["aws:ResourceTag/Purpose": "Production"]))
            #expect(try !example.allows(operation))
        }
        #expect(try !example.allows("TagResource", ["aws:ResourceTag/Purpose": "Test"]))
    }

    @Test func keys_of_a_region_with_a_tag_are_used() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "IAMPolicyWithResourceTag",
                "Effect": "Allow",
                "Action": ["kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"],
                "Resource": "arn:aws:kms:ap-southeast-1:111122223333:key/*",
                "Condition": {"StringEquals": {"aws:ResourceTag/Project": "Alpha"}}
              }]
            }
            """#)
        let alpha: FixedContext = ["aws:ResourceTag/Project": "Alpha"]
        for operation in ["GenerateDataKeyWithoutPlaintext", "Decrypt"] {
            #expect(try example.allows(operation, on: singapore, alpha))
            #expect(try !example.allows(operation, on: keyARN, alpha))
            #expect(try !example.allows(operation, on: singapore, ["aws:ResourceTag/Project": "Beta"]))
            #expect(try !example.allows(operation, on: singapore))
        }
        #expect(try !example.allows("GenerateDataKey", on: singapore, alpha))
    }

    @Test func keys_with_a_reserved_tag_or_none_are_not_used() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "IAMAllowCryptographicOperations",
                  "Effect": "Allow",
                  "Action": ["kms:Encrypt", "kms:GenerateDataKey*", "kms:Decrypt", "kms:ReEncrypt*"],
                  "Resource": "arn:aws:kms:*:111122223333:key/*"
                },
                {
                  "Sid": "IAMDenyOnTag",
                  "Effect": "Deny",
                  "Action": "kms:*",
                  "Resource": "arn:aws:kms:*:111122223333:key/*",
                  "Condition": {"StringEquals": {"aws:ResourceTag/Type": "Reserved"}}
                },
                {
                  "Sid": "IAMDenyNoTag",
                  "Effect": "Deny",
                  "Action": "kms:*",
                  "Resource": "arn:aws:kms:*:111122223333:key/*",
                  "Condition": {"Null": {"aws:ResourceTag/Type": "true"}}
                }
              ]
            }
            """#)
        #expect(try example.allows("Encrypt", ["aws:ResourceTag/Type": "Open"]))
        #expect(try !example.allows("Encrypt", ["aws:ResourceTag/Type": "Reserved"]))
        #expect(try !example.allows("Encrypt"))
        #expect(try !example.allows("DescribeKey", ["aws:ResourceTag/Type": "Reserved"], beside: [allowEverything]))
        #expect(try !example.allows("DescribeKey", beside: [allowEverything]))
        #expect(try example.allows("DescribeKey", ["aws:ResourceTag/Type": "Open"], beside: [allowEverything]))
    }

    // MARK: tag-permissions.html

    @Test func two_users_tag_a_key_and_two_roles_see_its_tags() throws {
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Id": "key-policy-example",
              "Statement": [
                {
                  "Sid": "Enable IAM policies",
                  "Effect": "Allow",
                  "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                  "Action": "kms:*",
                  "Resource": "*"
                },
                {
                  "Sid": "Allow all tagging permissions",
                  "Effect": "Allow",
                  "Principal": {"AWS": [
                    "arn:aws:iam::111122223333:user/LeadAdmin",
                    "arn:aws:iam::111122223333:user/SupportLead"
                  ]},
                  "Action": ["kms:TagResource", "kms:ListResourceTags", "kms:UntagResource"],
                  "Resource": "*"
                },
                {
                  "Sid": "Allow roles to view tags",
                  "Effect": "Allow",
                  "Principal": {"AWS": [
                    "arn:aws:iam::111122223333:role/Administrator",
                    "arn:aws:iam::111122223333:role/Developer"
                  ]},
                  "Action": "kms:ListResourceTags",
                  "Resource": "*"
                }
              ]
            }
            """#)
        for name in ["LeadAdmin", "SupportLead"] {
            for operation in ["TagResource", "ListResourceTags", "UntagResource"] {
                #expect(try example.allows(try user(name), operation))
            }
            #expect(try !example.allows(try user(name), "DescribeKey"))
        }
        for role in ["Administrator", "Developer"] {
            #expect(try example.allows(try session(of: role), "ListResourceTags"))
            #expect(try !example.allows(try session(of: role), "TagResource"))
        }
    }

    @Test func somebody_makes_and_tags_all_keys() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Sid": "IAMPolicyCreateKeys", "Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"},
                {
                  "Sid": "IAMPolicyTags",
                  "Effect": "Allow",
                  "Action": ["kms:TagResource", "kms:UntagResource", "kms:ListResourceTags"],
                  "Resource": "arn:aws:kms:*:111122223333:key/*"
                }
              ]
            }
            """#)
        #expect(try example.allows("CreateKey", on: "*"))
        for operation in ["TagResource", "UntagResource", "ListResourceTags"] {
            #expect(try example.allows(operation, on: singapore))
            #expect(
                try !example.allows(operation, on: singapore.replacing("111122223333", with: "444455556666")))
        }
    }

    @Test func somebody_manages_tags_of_one_key_alone() throws {
        let example = try KMSExample.iamPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Sid": "IAMPolicyCreateKey", "Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*"},
                {
                  "Sid": "IAMPolicyViewAllTags",
                  "Effect": "Allow",
                  "Action": "kms:ListResourceTags",
                  "Resource": "arn:aws:kms:*:111122223333:key/*"
                },
                {
                  "Sid": "IAMPolicyManageTags",
                  "Effect": "Allow",
                  "Action": ["kms:TagResource", "kms:UntagResource"],
                  "Resource": "arn:aws:kms:*:111122223333:key/*",
                  "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "Project"}}
                }
              ]
            }
            """#)
        for operation in ["TagResource", "UntagResource"] {
            #expect(try example.allows(operation, ["aws:TagKeys": ["Project"]]))
            #expect(try !example.allows(operation, ["aws:TagKeys": ["Project", "Team"]]))
            #expect(try !example.allows(operation, ["aws:TagKeys": ["Team"]]))
            #expect(try example.allows(operation, ["aws:TagKeys": []]), "KMS refuses a request without tags itself")
        }
        #expect(try example.allows("ListResourceTags"))
    }
}
