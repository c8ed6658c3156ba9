import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: what a key is, or is going to be.
@Suite struct KMSKeyConditionExampleTests {
    private let cryptographic = #"""
        ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext",
         "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:ReEncrypt*"]
        """#

    private func statement(
        _ condition: String, _ actions: String, on resource: String = "arn:aws:kms:us-west-2:111122223333:key/*",
        effect: String = "Allow", principal: String? = nil
    ) -> String {
        let principal = principal.map { #""Principal": {"AWS": "arn:aws:iam::111122223333:role/\#($0)"}, "# } ?? ""
        return #"""
            {
              "Effect": "\#(effect)", \#(principal)
              "Action": \#(actions),
              "Resource": "\#(resource)",
              "Condition": {\#(condition)}
            }
            """#
    }

    private func creation(_ condition: String) throws -> KMSExample {
        try KMSExample.iamPolicy(statement(condition, #""kms:CreateKey""#, on: "*"))
    }

    @Test func keys_may_be_made_of_key_material_of_kms_alone() throws {
        let make = #""StringEquals": {"kms:KeyOrigin": "AWS_KMS"}"#
        let use = #""StringEquals": {"kms:KeyOrigin": "AWS_CLOUDHSM"}"#
        let example = try creation(make)
        #expect(try example.allows("CreateKey", on: "*", ["kms:KeyOrigin": "AWS_KMS"]))
        #expect(try !example.allows("CreateKey", on: "*", ["kms:KeyOrigin": "EXTERNAL"]))
        // The page shows both as one policy with principals, and the second one as an IAM policy too.
        let whole = try KMSExample.keyPolicy(
            statement(make, #""kms:CreateKey""#, on: "*", principal: "ExampleRole") + ","
                + statement(use, cryptographic, principal: "ExampleRole"))
        let role = try session(of: "ExampleRole")
        #expect(try whole.allows(role, "ReEncryptFrom", ["kms:KeyOrigin": "AWS_CLOUDHSM"]))
        #expect(try !whole.allows(role, "ReEncryptFrom", ["kms:KeyOrigin": "AWS_KMS"]))
    }

    @Test(arguments: [("AWS_CLOUDHSM", true), ("AWS_KMS", false), ("EXTERNAL", false)])
    func keys_of_a_key_store_alone_may_be_used(_ origin: String, _ isAllowed: Bool) throws {
        let example = try KMSExample.iamPolicy(
            statement(#""StringEquals": {"kms:KeyOrigin": "AWS_CLOUDHSM"}"#, cryptographic))
        let operations = [
            "Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyPairWithoutPlaintext", "ReEncryptTo",
        ]
        for operation in operations {
            #expect(try example.allows(operation, ["kms:KeyOrigin": .one(origin)]) == isAllowed)
        }
        #expect(try !example.allows("DescribeKey", ["kms:KeyOrigin": "AWS_CLOUDHSM"]))
    }

    /// authorize-xks-key-store.html
    @Test func keys_of_external_key_stores_alone_may_be_used() throws {
        let actions = #"["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]"#
        let example = try KMSExample.iamPolicy(
            statement(#""StringEquals": {"kms:KeyOrigin": "EXTERNAL_KEY_STORE"}"#, actions))
        #expect(try example.allows("GenerateDataKeyPair", ["kms:KeyOrigin": "EXTERNAL_KEY_STORE"]))
        #expect(try !example.allows("GenerateDataKeyPair", ["kms:KeyOrigin": "AWS_KMS"]))
    }

    @Test(arguments: ["kms:KeySpec", "kms:CustomerMasterKeySpec"])
    func keys_of_rsa_alone_may_be_made(_ key: String) throws {
        let example = try creation(#""StringLike": {"\#(key)": "RSA_*"}"#)
        #expect(try example.allows("CreateKey", on: "*", FixedContext([key: "RSA_4096"])))
        #expect(try !example.allows("CreateKey", on: "*", FixedContext([key: "SYMMETRIC_DEFAULT"])))
        #expect(try !example.allows("CreateKey", on: "*", FixedContext([key: "ECC_NIST_P256"])))
    }

    @Test func symmetric_keys_alone_may_be_used() throws {
        let example = try KMSExample.iamPolicy(
            statement(
                #""StringEquals": {"kms:KeySpec": "SYMMETRIC_DEFAULT"}"#,
                #"["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:DescribeKey"]"#))
        for operation in ["Encrypt", "Decrypt", "ReEncryptFrom", "DescribeKey"] {
            #expect(try example.allows(operation, ["kms:KeySpec": "SYMMETRIC_DEFAULT"]))
            #expect(try !example.allows(operation, ["kms:KeySpec": "RSA_2048"]))
        }
        let frankfurt = "arn:aws:kms:eu-central-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"
        #expect(try !example.allows("Encrypt", on: frankfurt, ["kms:KeySpec": "SYMMETRIC_DEFAULT"]))
    }

    @Test(arguments: ["kms:KeyUsage", "kms:CustomerMasterKeyUsage"])
    func keys_to_encrypt_alone_may_be_made(_ key: String) throws {
        let example = try creation(#""StringEquals": {"\#(key)": "ENCRYPT_DECRYPT"}"#)
        #expect(try example.allows("CreateKey", on: "*", FixedContext([key: "ENCRYPT_DECRYPT"])))
        #expect(try !example.allows("CreateKey", on: "*", FixedContext([key: "SIGN_VERIFY"])))
    }

    @Test func keys_to_sign_alone_may_be_managed() throws {
        let example = try KMSExample.iamPolicy(
            statement(
                #""StringEquals": {"kms:KeyUsage": "SIGN_VERIFY"}"#,
                #"["kms:CreateGrant", "kms:DescribeKey", "kms:GetPublicKey", "kms:ScheduleKeyDeletion"]"#))
        for operation in ["CreateGrant", "DescribeKey", "GetPublicKey", "ScheduleKeyDeletion"] {
            #expect(try example.allows(operation, ["kms:KeyUsage": "SIGN_VERIFY"]))
            #expect(try !example.allows(operation, ["kms:KeyUsage": "ENCRYPT_DECRYPT"]))
        }
    }

    @Test func keys_of_one_region_alone_may_be_made() throws {
        let example = try creation(#""Bool": {"kms:MultiRegion": false}"#)
        #expect(try example.allows("CreateKey", on: "*", ["kms:MultiRegion": "false"]))
        #expect(try !example.allows("CreateKey", on: "*", ["kms:MultiRegion": "true"]))
    }

    @Test func replicas_alone_may_be_deleted() throws {
        let example = try KMSExample.iamPolicy(
            statement(
                #""StringEquals": {"kms:MultiRegionKeyType": "REPLICA"}"#,
                #"["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"]"#, on: "arn:aws:kms:*:111122223333:key/*"))
        for operation in ["ScheduleKeyDeletion", "CancelKeyDeletion"] {
            #expect(try example.allows(operation, ["kms:MultiRegionKeyType": "REPLICA"]))
            #expect(try !example.allows(operation, ["kms:MultiRegionKeyType": "PRIMARY"]))
            #expect(try !example.allows(operation), "only multi-Region keys have a type")
        }
    }

    @Test func whoever_lists_keys_meets_no_condition_of_a_key() throws {
        let example = try KMSExample.iamPolicy(
            statement(#""StringEquals": {"kms:KeySpec": "SYMMETRIC_DEFAULT"}"#, #""kms:ListKeys""#, on: "*"))
        #expect(try !example.allows("ListKeys", on: "*"))
    }

    @Test func symmetric_algorithms_alone_may_be_used() throws {
        let deny = statement(
            #""StringNotEquals": {"kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}"#,
            #"["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]"#, effect: "Deny")
        let example = try KMSExample.iamPolicy(deny)
        for operation in ["Encrypt", "Decrypt", "ReEncryptFrom", "GenerateDataKeyPair"] {
            #expect(
                try example.allows(
                    operation, ["kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT"], beside: [allowEverything]))
            #expect(
                try !example.allows(
                    operation, ["kms:EncryptionAlgorithm": "RSAES_OAEP_SHA_256"], beside: [allowEverything]))
        }
        #expect(try !example.allows("Encrypt", ["kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT"]), "it allows nothing")
    }

    @Test func secrets_are_agreed_on_by_ecdh_alone() throws {
        let deny = statement(
            #""StringNotEquals": {"kms:KeyAgreementAlgorithm": "ECDH"}"#, #""kms:DeriveSharedSecret""#, on: "*",
            effect: "Deny", principal: "ExampleRole")
        let example = try KMSExample.keyPolicy(delegation + "," + deny)
        let role = try session(of: "ExampleRole", identity: [allowEverything])
        #expect(try example.allows(role, "DeriveSharedSecret", ["kms:KeyAgreementAlgorithm": "ECDH"]))
        #expect(try !example.allows(role, "DeriveSharedSecret", ["kms:KeyAgreementAlgorithm": "OTHER"]))
        #expect(try !example.allows(role, "DeriveSharedSecret"), "a negated operator holds without the key")
    }
}
