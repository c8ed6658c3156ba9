import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
@Suite struct ParserTests {
    private func error(_ text: String, as kind: PolicyKind = .identity) -> PolicyError? {
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: text, as: kind)
            return nil
        } catch { return error }
    }

    private func statementError(_ body: String, as kind: PolicyKind = .identity) -> PolicyError? {
        error("{\"Version\": \"2012-10-17\", \"Statement\": \(body)}", as: kind)
    }

    @Test func a_statement_may_stand_alone_or_in_a_list() throws {
        #expect(statementError(allowDecrypt) == nil)
        #expect(statementError("[\(allowDecrypt), \(denyDecrypt)]") == nil)
    }

    @Test func versions_are_two_and_the_older_is_what_a_policy_without_one_has() throws {
        #expect(try document(allowDecrypt, version: nil).version == .v2008)
        #expect(try document(allowDecrypt, version: "2008-10-17").version == .v2008)
        #expect(try document(allowDecrypt).version == .v2012)
        #expect(error(#"{"Version": "2012-10-18", "Statement": \#(allowDecrypt)}"#) == .invalidVersion("2012-10-18"))
        #expect(error(#"{"Version": 2012, "Statement": \#(allowDecrypt)}"#) == .wrongType(element: "Version"))
    }

    @Test(arguments: ["", "[]", "null", "{", "{\"Statement\": }", "{}x", "\u{FEFF}{}"])
    func what_is_no_object_of_json_is_a_syntax_error(text: String) {
        #expect(error(text)?.reason == "Syntax errors in policy.")
    }

    @Test func a_policy_without_statements_is_refused() {
        #expect(error("{}") == .missingField("Statement"))
        #expect(statementError("[]") == .noStatements)
        #expect(statementError("[1]") == .wrongType(element: "Statement"))
    }

    @Test func names_that_are_not_known_are_refused() {
        #expect(error(#"{"Statement": \#(allowDecrypt), "Extra": 1}"#) == .unknownField("Extra"))
        #expect(statementError(#"{"effect": "Allow"}"#) == .unknownField("effect"))
        #expect(PolicyError.unknownField("effect").reason == "Unknown field effect")
    }

    @Test func a_name_that_stands_twice_is_refused() {
        #expect(
            statementError(#"{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}"#)
                == .duplicateField("Effect"))
        #expect(
            statementError(
                #"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": true, "a:b": false}}}"#
            )
                == .duplicateField("a:b"))
    }

    @Test func an_effect_is_written_exactly() {
        #expect(statementError(#"{"Effect": "allow", "Action": "*", "Resource": "*"}"#) == .invalidEffect("allow"))
        #expect(statementError(#"{"Action": "*", "Resource": "*"}"#) == .missingField("Effect"))
    }

    @Test func exactly_one_of_action_and_not_action_stands_in_a_statement() {
        #expect(statementError(#"{"Effect": "Allow", "Resource": "*"}"#) == .noActions)
        #expect(statementError(#"{"Effect": "Allow", "Action": [], "Resource": "*"}"#) == .noActions)
        #expect(
            statementError(#"{"Effect": "Allow", "Action": "*", "NotAction": "kms:*", "Resource": "*"}"#)
                == .conflictingFields("Action", "NotAction"))
    }

    @Test(arguments: ["Decrypt", "kms:", ":Decrypt", "kms:De crypt", "k*:Decrypt", "kms:a:b", "${aws:username}:x", ""])
    func an_action_is_a_service_and_a_name(action: String) {
        #expect(
            statementError(#"{"Effect": "Allow", "Action": "\#(action)", "Resource": "*"}"#) == .invalidAction(action))
    }

    @Test func an_identity_policy_has_resources_and_no_principal() {
        #expect(statementError(#"{"Effect": "Allow", "Action": "*"}"#) == .noResources)
        #expect(PolicyError.noResources.reason == "Policy statement must contain resources.")
        #expect(
            statementError(#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#)
                == .principalInIdentityPolicy)
        #expect(PolicyError.principalInIdentityPolicy.reason == "Policy document should not specify a principal.")
    }

    @Test func a_trust_policy_has_a_principal_and_no_resource() {
        let trust = #"{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"#
        #expect(statementError(trust, as: .trust) == nil)
        #expect(
            statementError(
                #"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}"#, as: .trust)
                == .prohibitedField("Resource"))
        #expect(PolicyError.prohibitedField("Resource").reason == "Has prohibited field Resource")
        #expect(
            statementError(#"{"Effect": "Allow", "Action": "sts:AssumeRole"}"#, as: .trust)
                == .missingField("Principal"))
    }

    @Test(arguments: ["kms", "arn", "key/1", "arn:aws:kms:${aws:username}:1:key/x", ""])
    func a_resource_is_a_star_or_an_arn(resource: String) {
        #expect(
            statementError(#"{"Effect": "Allow", "Action": "*", "Resource": "\#(resource)"}"#)
                == .invalidResource(resource))
    }

    @Test func statement_ids_are_unique_and_in_identity_policies_alphanumeric() throws {
        let named = #"{"Sid": "One", "Effect": "Allow", "Action": "*", "Resource": "*"}"#
        #expect(statementError("[\(named), \(named)]") == .duplicateSid("One"))
        #expect(PolicyError.duplicateSid("").reason == "Statement IDs (SID) in a single policy must be unique.")
        let spaced = #"{"Sid": "Allow use", "Effect": "Allow", "Action": "*", "Resource": "*"}"#
        #expect(statementError(spaced) == .invalidSid("Allow use"))
        let ofKey = #"{"Sid": "Allow use", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#
        #expect(statementError(ofKey, as: .resource) == nil)
        let empty = #"{"Sid": "", "Effect": "Allow", "Action": "*", "Resource": "*"}"#
        #expect(statementError("[\(empty), \(empty)]") == nil)
    }

    @Test(
        arguments: [
            ("StringEqual", "x"), ("stringequals", "x"), ("ForSomeValues:StringEquals", "x"), ("NullIfExists", "true"),
            ("ForAnyValue:Null", "true"), ("StringEqualsIfExistsIfExists", "x"), ("ArnEqualsIgnoreCase", "x"),
        ])
    func operators_that_do_not_exist_are_refused(name: String, value: String) {
        let body =
            #"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"\#(name)": {"aws:username": "\#(value)"}}}"#
        #expect(statementError(body) == .unknownOperator(name))
    }

    @Test(
        arguments: [
            ("NumericEquals", "ten"), ("NumericEquals", "1e3"), ("NumericEquals", ""), ("DateLessThan", "tomorrow"),
            ("DateLessThan", "2020-13-01"), ("DateLessThan", "2019-02-29T00:00:00Z"), ("Bool", "yes"),
            ("BinaryEquals", "%%"), ("IpAddress", "10.0.0.0/33"), ("IpAddress", "10.0.0"), ("IpAddress", "::1/129"),
            ("IpAddress", "010.0.0.1"), ("ArnLike", "arn:aws:iam"), ("Null", "maybe"), ("Bool", "${aws:username}"),
        ])
    func values_that_their_operator_can_not_compare_are_refused(name: String, value: String) {
        let body =
            #"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"\#(name)": {"aws:username": "\#(value)"}}}"#
        #expect(statementError(body) == .invalidConditionValue(operator: name, value: value))
    }

    @Test(arguments: ["${aws:username", "${}", "a${,'b'}", "${aws:username, anonymous}", "${aws:user${x}}"])
    func variables_that_can_not_be_read_are_refused_and_are_text_in_the_older_version(value: String) throws {
        let body =
            #"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"a:b": "\#(value)"}}}"#
        #expect(statementError(body) == .invalidVariable(value))
        #expect(throws: Never.self) { try document(body, version: "2008-10-17") }
    }

    @Test(
        arguments: [
            #""alice""#, #"{"AWS": "arn:aws:iam::111122223333:user/*"}"#,
            #"{"AWS": "arn:aws:iam::111122223333:group/g"}"#,
            #"{"AWS": "1111"}"#, #"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/*"}"#, #"{"Service": "*"}"#,
            #"{"Federated": "*"}"#, #"{"AWS": "arn:aws:iam::111122223333:user/"}"#, #"{"AWS": "AIDA"}"#,
            #"{"aws": "*"}"#,
            #"{"AWS": []}"#, "{}", "[]", #"{"AWS": {"x": 1}}"#,
            #"{"AWS": "arn:aws:iam::111122223333:user/${aws:username}"}"#,
        ])
    func principals_that_can_not_be_are_refused(principal: String) {
        #expect(statementError(statement("Allow", principal), as: .resource) != nil)
    }

    @Test func not_principal_with_allow_is_refused() {
        #expect(
            statementError(statement("Allow", aws(account), not: true), as: .resource) == .notPrincipalWithAllow)
    }

    @Test func a_text_that_is_too_long_is_refused_before_it_is_read() {
        let padding = String(repeating: " ", count: PolicyDocument.bytesMax)
        #expect(error(padding + "{}") == .tooLong)
    }

    @Test func principals_and_condition_keys_are_listed_once_as_written() throws {
        let policy = try document(
            #"""
            {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:user/a", "111122223333",
             "AIDAIOSFODNN7EXAMPLE1"], "Service": "s3.amazonaws.com"}, "Action": "*",
             "Resource": "arn:aws:kms:*:*:key/${aws:PrincipalTag/Team}",
             "Condition": {"StringEquals": {"kms:ViaService": "${aws:username}", "KMS:viaservice": "x"}}},
            {"Effect": "Deny", "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:user/a",
             "arn:aws:iam::111122223333:role/r"]}, "Action": "*", "Resource": "*"}
            """#, as: .resource)
        #expect(
            policy.namedPrincipals == [
                "arn:aws:iam::111122223333:user/a", "AIDAIOSFODNN7EXAMPLE1", "arn:aws:iam::111122223333:role/r",
            ])
        #expect(policy.contextKeys == ["aws:PrincipalTag/Team", "kms:ViaService", "aws:username"])
    }

    @Test func statements_know_where_they_stand() throws {
        let text = "{\"Id\": \"ä{[,\",\n \"Statement\" : [\n  \(allowDecrypt) ,\n\n\(denyDecrypt)\n]}"
        let policy = try PolicyDocument(parsing: text, as: .identity)
        let first = TextPosition(line: 3, column: 3)
        #expect(
            policy.statements[0].range
                == TextRange(start: first, end: TextPosition(line: 3, column: 3 + allowDecrypt.count)))
        #expect(policy.statements[1].range.start == TextPosition(line: 5, column: 1))
        let alone = try PolicyDocument(parsing: "{\"Statement\": \(allowDecrypt)}", as: .identity)
        #expect(alone.statements[0].range.start == TextPosition(line: 1, column: 15))
    }
}
