import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: encryption contexts, and what is imported.
@Suite struct KMSContextExampleTests {
    private func statement(
        _ condition: String, for role: String = "RoleForExampleApp", effect: String = "Allow",
        action: String = #""kms:GenerateDataKey""#
    ) -> String {
        #"""
        {
          "Effect": "\#(effect)",
          "Principal": {"AWS": "arn:aws:iam::111122223333:role/\#(role)"},
          "Action": \#(action),
          "Resource": "*",
          "Condition": {\#(condition)}
        }
        """#
    }

    private let app = "RoleForExampleApp"
    private let pair = #""StringEquals": {"kms:EncryptionContext:AppName": "ExampleApp"}"#

    @Test func one_pair_is_required_and_others_are_permitted() throws {
        let example = try KMSExample.keyPolicy(statement(pair))
        let role = try session(of: app)
        let more: FixedContext = [
            "kms:EncryptionContext:AppName": "ExampleApp", "kms:EncryptionContext:Project": "Alpha",
            "kms:EncryptionContextKeys": ["AppName", "Project"],
        ]
        #expect(try example.allows(role, "GenerateDataKey", more))
        #expect(try !example.allows(role, "GenerateDataKey", ["kms:EncryptionContext:AppName": "Other"]))
        #expect(try !example.allows(role, "GenerateDataKey"))
        #expect(try !example.allows(role, "Decrypt", more))
    }

    @Test func one_pair_is_required_and_all_others_are_forbidden() throws {
        let example = try KMSExample.keyPolicy(
            statement(
                #"""
                "StringEquals": {"kms:EncryptionContext:AppName": "ExampleApp"},
                "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["AppName"]}
                """#, for: "KeyUsers"))
        let role = try session(of: "KeyUsers")
        var context: FixedContext = [
            "kms:EncryptionContext:AppName": "ExampleApp", "kms:EncryptionContextKeys": ["AppName"],
        ]
        #expect(try example.allows(role, "GenerateDataKey", context))
        context.entries[ConditionKey("kms:EncryptionContextKeys")] = ["AppName", "Project"]
        #expect(try !example.allows(role, "GenerateDataKey", context))
        #expect(try !example.allows(role, "GenerateDataKey"), "no context fails the first condition")
    }

    @Test func the_limit_of_the_keys_alone_lets_in_who_has_no_context() throws {
        let example = try KMSExample.keyPolicy(
            statement(#""ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["AppName"]}"#))
        #expect(try example.allows(try session(of: app), "GenerateDataKey"))
    }

    @Test func one_pair_may_be_forbidden() throws {
        let deny = statement(#""StringEquals": {"kms:EncryptionContext:Stage": "Restricted"}"#, effect: "Deny")
        let allow = statement(#""Null": {"kms:EncryptionContextKeys": "false"}"#)
        let example = try KMSExample.keyPolicy(allow + "," + deny)
        let role = try session(of: app)
        func allows(_ stage: String) throws -> Bool {
            try example.allows(
                role, "GenerateDataKey",
                ["kms:EncryptionContext:Stage": .one(stage), "kms:EncryptionContextKeys": ["Stage"]])
        }
        #expect(try !allows("Restricted"))
        #expect(try allows("Test"))
    }

    @Test func two_pairs_are_both_required() throws {
        let example = try KMSExample.keyPolicy(
            statement(
                #""StringEquals": {"kms:EncryptionContext:Department": "IT", "kms:EncryptionContext:Project": "Alpha"}"#,
                action: #""kms:Decrypt""#))
        let role = try session(of: app)
        let both: FixedContext = ["kms:EncryptionContext:Department": "IT", "kms:EncryptionContext:Project": "Alpha"]
        #expect(try example.allows(role, "Decrypt", both))
        #expect(try !example.allows(role, "Decrypt", ["kms:EncryptionContext:Department": "IT"]))
        #expect(try !example.allows(role, "Decrypt", ["kms:EncryptionContext:Project": "Alpha"]))
    }

    @Test func of_two_statements_one_is_enough() throws {
        let example = try KMSExample.keyPolicy(
            statement(#""StringEquals": {"kms:EncryptionContext:Department": "IT"}"#) + ","
                + statement(#""StringEquals": {"kms:EncryptionContext:Project": "Alpha"}"#))
        let role = try session(of: app)
        #expect(try example.allows(role, "GenerateDataKey", ["kms:EncryptionContext:Department": "IT"]))
        #expect(try example.allows(role, "GenerateDataKey", ["kms:EncryptionContext:Project": "Alpha"]))
        #expect(
            try !example.allows(
                role, "GenerateDataKey",
                ["kms:EncryptionContext:Department": "Sales", "kms:EncryptionContext:Project": "Beta"]))
    }

    @Test func the_condition_key_has_no_case_and_its_value_has() throws {
        let example = try KMSExample.keyPolicy(
            statement(#""StringEquals": {"kms:EncryptionContext:Appname": "ExampleApp"}"#, action: #""kms:Decrypt""#))
        let role = try session(of: app)
        for key in ["Appname", "AppName", "APPNAME"] {
            #expect(
                try example.allows(role, "Decrypt", FixedContext(["kms:EncryptionContext:\(key)": "ExampleApp"])))
        }
        #expect(try !example.allows(role, "Decrypt", ["kms:EncryptionContext:Appname": "exampleapp"]))
    }

    @Test func the_keys_of_a_context_are_values_and_have_a_case() throws {
        let any = #""ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "AppName"}"#
        let role = try session(of: app)
        let keys = try KMSExample.keyPolicy(statement(any))
        #expect(try keys.allows(role, "GenerateDataKey", ["kms:EncryptionContextKeys": ["AppName"]]))
        #expect(try !keys.allows(role, "GenerateDataKey", ["kms:EncryptionContextKeys": ["appname"]]))
        let both = try KMSExample.keyPolicy(statement(any + "," + pair))
        var context: FixedContext = [
            "kms:EncryptionContextKeys": ["AppName"], "kms:EncryptionContext:AppName": "ExampleApp",
        ]
        #expect(try both.allows(role, "GenerateDataKey", context))
        context.entries[ConditionKey("kms:EncryptionContextKeys")] = ["appname"]
        #expect(try !both.allows(role, "GenerateDataKey", context))
    }

    @Test func a_value_may_be_a_variable_of_the_caller() throws {
        let use = #"["kms:Decrypt", "kms:Encrypt"]"#
        let team = try session(of: "TestTeam")
        let name = try KMSExample.keyPolicy(
            statement(
                #""StringEquals": {"kms:EncryptionContext:user": "${aws:username}"}"#, for: "TestTeam", action: use))
        #expect(try name.allows(team, "Decrypt", ["aws:username": "bob", "kms:EncryptionContext:user": "bob"]))
        #expect(try !name.allows(team, "Decrypt", ["aws:username": "bob", "kms:EncryptionContext:user": "alice"]))
        #expect(
            try !name.allows(team, "Decrypt", ["kms:EncryptionContext:user": "${aws:username}"]),
            "who has no name has no such data")
        let subject = try KMSExample.keyPolicy(
            statement(
                #""StringEquals": {"kms:EncryptionContext:sub": "${cognito-identity.amazonaws.com:sub}"}"#,
                for: "TestTeam", action: use))
        let context: FixedContext = ["cognito-identity.amazonaws.com:sub": "12", "kms:EncryptionContext:sub": "12"]
        #expect(try subject.allows(team, "Encrypt", context))
        #expect(try !subject.allows(team, "Encrypt", ["kms:EncryptionContext:sub": "12"]))
    }

    @Test func a_context_with_a_key_or_any_context_may_be_required() throws {
        let actions = #"["kms:Encrypt", "kms:GenerateDataKey*"]"#
        let role = try session(of: app)
        let helper: FixedContext = ["kms:EncryptionContextKeys": ["AppName", "Project"]]
        let project: FixedContext = ["kms:EncryptionContextKeys": ["Project"]]
        let key = try KMSExample.keyPolicy(
            statement(#""ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "AppName"}"#, action: actions))
        #expect(try key.allows(role, "GenerateDataKey", helper))
        #expect(try !key.allows(role, "GenerateDataKey", project))
        #expect(try !key.allows(role, "GenerateDataKey"))
        let any = try KMSExample.keyPolicy(
            statement(#""Null": {"kms:EncryptionContextKeys": false}"#, action: actions))
        #expect(try any.allows(role, "GenerateDataKeyPair", project))
        #expect(try !any.allows(role, "GenerateDataKeyPair"))
    }

    @Test func imports_may_have_to_last_or_to_end() throws {
        let action = #""kms:ImportKeyMaterial""#
        let lasting = try KMSExample.keyPolicy(
            statement(#""StringEquals": {"kms:ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}"#, action: action))
        let ending = try KMSExample.keyPolicy(statement(#""Null": {"kms:ExpirationModel": true}"#, action: action))
        let role = try session(of: app)
        let model: FixedContext = ["kms:ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"]
        #expect(try lasting.allows(role, "ImportKeyMaterial", model))
        #expect(try !lasting.allows(role, "ImportKeyMaterial", ["kms:ExpirationModel": "KEY_MATERIAL_EXPIRES"]))
        #expect(try !lasting.allows(role, "ImportKeyMaterial"))
        #expect(try ending.allows(role, "ImportKeyMaterial"))
        #expect(try !ending.allows(role, "ImportKeyMaterial", model))
    }
}
