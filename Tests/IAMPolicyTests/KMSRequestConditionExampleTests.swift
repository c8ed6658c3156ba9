import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: what a request asks for.
@Suite struct KMSRequestConditionExampleTests {
    private func statement(
        _ condition: String, _ actions: String, for role: String = "ExampleRole", effect: String = "Allow"
    ) -> String {
        #"""
        {
          "Effect": "\#(effect)",
          "Principal": {"AWS": "arn:aws:iam::111122223333:role/\#(role)"},
          "Action": \#(actions),
          "Resource": "*",
          "Condition": {\#(condition)}
        }
        """#
    }

    /// Whether a role may do it with `key` of one value, by a statement with `condition`.
    private func allows(
        _ value: ConditionValues?, of key: String, _ condition: String, _ operation: String,
        for role: String = "ExampleRole"
    ) throws -> Bool {
        let example = try KMSExample.keyPolicy(statement(condition, "\"kms:\(operation)\"", for: role))
        return try example.allows(
            try session(of: role), operation, FixedContext(value.map { [key: $0] } ?? [:]))
    }

    @Test(arguments: [("HMAC_SHA_384", true), ("HMAC_SHA_512", true), ("HMAC_SHA_256", false)])
    func hmacs_are_made_with_one_of_two_algorithms(_ algorithm: String, _ isAllowed: Bool) throws {
        let both = ["HMAC_SHA_384", "HMAC_SHA_512"].map {
            statement(
                #""StringEquals": {"kms:MacAlgorithm": "\#($0)"}"#, #"["kms:GenerateMac", "kms:VerifyMac"]"#,
                for: "testers")
        }
        let example = try KMSExample.keyPolicy(both.joined(separator: ","))
        for operation in ["GenerateMac", "VerifyMac"] {
            let context: FixedContext = ["kms:MacAlgorithm": .one(algorithm)]
            #expect(try example.allows(try session(of: "testers"), operation, context) == isAllowed)
            #expect(try !example.allows(try session(of: "ExampleRole"), operation, context))
        }
    }

    @Test(arguments: [("RAW", true), ("DIGEST", false)])
    func messages_are_signed_and_no_digests(_ type: String, _ isAllowed: Bool) throws {
        let condition = #""StringEquals": {"kms:MessageType": "RAW"}"#
        #expect(try allows(.one(type), of: "kms:MessageType", condition, "Sign") == isAllowed)
    }

    @Test(arguments: [("us-east-1", true), ("us-west-2", true), ("eu-west-3", true), ("eu-west-1", false)])
    func a_key_becomes_primary_in_some_regions(_ region: String, _ isAllowed: Bool) throws {
        let condition =
            #""StringEquals": {"kms:PrimaryRegion": ["us-east-1", "us-west-2", "eu-west-3", "ap-southeast-2"]}"#
        #expect(
            try allows(.one(region), of: "kms:PrimaryRegion", condition, "UpdatePrimaryRegion", for: "Developer")
                == isAllowed)
    }

    @Test(arguments: [("true", true), ("false", false)])
    func data_is_encrypted_anew_under_the_same_key(_ isSame: String, _ isAllowed: Bool) throws {
        let example = try KMSExample.keyPolicy(
            statement(#""Bool": {"kms:ReEncryptOnSameKey": true}"#, #""kms:ReEncrypt*""#))
        for operation in ["ReEncryptFrom", "ReEncryptTo"] {
            let role = try session(of: "ExampleRole")
            #expect(try example.allows(role, operation, ["kms:ReEncryptOnSameKey": .one(isSame)]) == isAllowed)
        }
    }

    @Test func a_key_is_used_by_the_name_of_its_alias() throws {
        let condition = #""StringEquals": {"kms:RequestAlias": "alias/finance-key"}"#
        func allows(_ alias: ConditionValues?) throws -> Bool {
            try self.allows(alias, of: "kms:RequestAlias", condition, "GenerateDataKey", for: "developer")
        }
        #expect(try allows("alias/finance-key"))
        #expect(try !allows("alias/other-key"))
        #expect(try !allows(nil), "a key's id or ARN is no alias, though it is the same key")
    }

    @Test func rotations_have_to_be_far_apart() throws {
        let deny =
            #"{"Effect": "Deny", "Action": "kms:EnableKeyRotation", "Principal": "*", "Resource": "*", "Condition": {"NumericLessThanEquals": {"kms:RotationPeriodInDays": "180"}}}"#
        let example = try KMSExample.keyPolicy(delegation + "," + deny)
        func allows(_ days: ConditionValues) throws -> Bool {
            let alice = try user(identity: [allowEverything])
            return try example.allows(alice, "EnableKeyRotation", ["kms:RotationPeriodInDays": days])
        }
        #expect(try !allows("180"))
        #expect(try !allows("90"))
        #expect(try allows("181"))
        #expect(try allows("2560"))
    }

    @Test func deletion_has_to_wait() throws {
        let deny =
            #"{"Effect": "Deny", "Action": "kms:ScheduleKeyDeletion", "Principal": "*", "Resource": "*", "Condition": {"NumericLessThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": "21"}}}"#
        let example = try KMSExample.keyPolicy(delegation + "," + deny)
        func allows(_ days: ConditionValues) throws -> Bool {
            try example.allows(
                root(), "ScheduleKeyDeletion", ["kms:ScheduleKeyDeletionPendingWindowInDays": days])
        }
        #expect(try !allows("7"))
        #expect(try !allows("21"))
        #expect(try allows("22"))
        #expect(try allows("30"))
    }

    @Test func a_key_in_use_is_neither_disabled_nor_deleted() throws {
        let deny =
            #"{"Effect": "Deny", "Action": ["kms:ScheduleKeyDeletion", "kms:DisableKey"], "Principal": "*", "Resource": "*", "Condition": {"NumericLessThanEquals": {"kms:TrailingDaysWithoutKeyUsage": "365"}}}"#
        let example = try KMSExample.keyPolicy(delegation + "," + deny)
        for operation in ["ScheduleKeyDeletion", "DisableKey"] {
            #expect(try !example.allows(root(), operation, ["kms:TrailingDaysWithoutKeyUsage": "0"]))
            #expect(try !example.allows(root(), operation, ["kms:TrailingDaysWithoutKeyUsage": "365"]))
            #expect(try example.allows(root(), operation, ["kms:TrailingDaysWithoutKeyUsage": "366"]))
        }
        #expect(try example.allows(root(), "EnableKey", ["kms:TrailingDaysWithoutKeyUsage": "0"]))
    }

    @Test(arguments: [("RSASSA_PSS_SHA_512", true), ("RSASSA_PSS_SHA_256", true), ("RSASSA_PKCS1_V1_5_SHA_256", false)])
    func signatures_are_made_by_some_algorithms(_ algorithm: String, _ isAllowed: Bool) throws {
        let condition = #""StringLike": {"kms:SigningAlgorithm": "RSASSA_PSS*"}"#
        #expect(
            try allows(.one(algorithm), of: "kms:SigningAlgorithm", condition, "Sign", for: "testers") == isAllowed)
    }

    @Test func what_is_imported_ends_by_a_date() throws {
        let condition = #""NumericLessThanEquals": {"kms:ValidTo": "1546257599.0"}"#
        #expect(try allows("1546257599", of: "kms:ValidTo", condition, "ImportKeyMaterial"))
        #expect(try allows("1546257599.0", of: "kms:ValidTo", condition, "ImportKeyMaterial"))
        #expect(try !allows("1546257599.001", of: "kms:ValidTo", condition, "ImportKeyMaterial"))
        #expect(try !allows(nil, of: "kms:ValidTo", condition, "ImportKeyMaterial"))
    }

    @Test func a_key_is_used_through_two_services() throws {
        let actions = #"""
            ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant",
             "kms:ListGrants", "kms:DescribeKey"]
            """#
        let example = try KMSExample.keyPolicy(
            statement(
                #""StringEquals": {"kms:ViaService": ["ec2.us-west-2.amazonaws.com", "rds.us-west-2.amazonaws.com"]}"#,
                actions))
        let role = try session(of: "ExampleRole")
        for operation in ["Encrypt", "ReEncryptTo", "GenerateDataKeyWithoutPlaintext", "CreateGrant", "ListGrants"] {
            #expect(try example.allows(role, operation, ["kms:ViaService": "ec2.us-west-2.amazonaws.com"]))
            #expect(try example.allows(role, operation, ["kms:ViaService": "rds.us-west-2.amazonaws.com"]))
            #expect(try !example.allows(role, operation, ["kms:ViaService": "s3.us-west-2.amazonaws.com"]))
            #expect(try !example.allows(role, operation), "he asks himself")
        }
    }

    @Test func a_key_is_not_used_through_one_service() throws {
        let deny = statement(
            #""StringEquals": {"kms:ViaService": ["lambda.us-west-2.amazonaws.com"]}"#, #"["kms:Encrypt"]"#,
            effect: "Deny")
        let example = try KMSExample.keyPolicy(delegation + "," + deny)
        let role = try session(of: "ExampleRole", identity: [allowEverything])
        #expect(try !example.allows(role, "Encrypt", ["kms:ViaService": "lambda.us-west-2.amazonaws.com"]))
        #expect(try example.allows(role, "Encrypt", ["kms:ViaService": "s3.us-west-2.amazonaws.com"]))
        #expect(try example.allows(role, "Encrypt"))
        #expect(try example.allows(role, "Decrypt", ["kms:ViaService": "lambda.us-west-2.amazonaws.com"]))
    }

    @Test func material_is_wrapped_by_other_than_the_old_algorithm_or_under_one_kind_of_key() throws {
        let algorithm = #""StringNotEquals": {"kms:WrappingAlgorithm": "RSAES_OAEP_SHA_1"}"#
        let get = "GetParametersForImport"
        #expect(try allows("RSAES_OAEP_SHA_256", of: "kms:WrappingAlgorithm", algorithm, get))
        #expect(try !allows("RSAES_OAEP_SHA_1", of: "kms:WrappingAlgorithm", algorithm, get))
        let spec = #""StringEquals": {"kms:WrappingKeySpec": "RSA_4096"}"#
        #expect(try allows("RSA_4096", of: "kms:WrappingKeySpec", spec, get))
        #expect(try !allows("RSA_2048", of: "kms:WrappingKeySpec", spec, get))
    }
}
