import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
@Suite struct OperatorTests {
    /// Operator, the policy's value, a value that meets it, one that does not.
    static let positive: [(String, String, String, String)] = [
        ("StringEquals", #""Alice""#, "Alice", "alice"), ("StringEquals", #"["a", "b"]"#, "b", "c"),
        ("StringEquals", #""a*""#, "a*", "ab"), ("StringEqualsIgnoreCase", #""Alice""#, "aLICE", "alicia"),
        ("StringLike", #""A?i*e""#, "Alibi-Ente", "Aie"), ("StringLike", #""*""#, "", ""),
        ("NumericEquals", "10", "10.0", "10.1"),
        ("NumericEquals", "9007199254740993", "9007199254740993", "9007199254740992"),
        ("NumericLessThan", "10", "-11", "10"), ("NumericLessThanEquals", #""10""#, "10", "10.0001"),
        ("NumericGreaterThan", "-1", "-0.5", "-1"), ("NumericGreaterThanEquals", "7", "07", "6.999"),
        ("DateEquals", #""2020-04-01T00:00:00Z""#, "1585699200", "2020-04-01T00:00:01Z"),
        ("DateEquals", #""2020-04-01T02:00:00+02:00""#, "2020-04-01", "2020-04-02"),
        ("DateLessThan", "1585699200", "2020-03-31T23:59:59.999Z", "2020-04-01T00:00Z"),
        ("DateLessThanEquals", #""2020""#, "2020-01-01", "2020-01-02"),
        ("DateGreaterThan", #""2020-02-29T00:00:00Z""#, "2020-03-01T00:00:00Z", "2020-02-29T00:00:00Z"),
        ("DateGreaterThanEquals", #""1970-01-01T00:00:00Z""#, "0", "-1"),
        ("Bool", "true", "TRUE", "false"), ("Bool", #""false""#, "false", "true"),
        ("BinaryEquals", #""QmluYXJ5""#, "QmluYXJ5", "QmluYXJ6"),
        ("IpAddress", #""203.0.113.0/24""#, "203.0.113.255", "203.0.114.0"),
        ("IpAddress", #""203.0.113.7""#, "::ffff:203.0.113.7", "203.0.113.8"),
        ("IpAddress", #""2001:DB8:1234:5678::/64""#, "2001:db8:1234:5678:ffff::1", "2001:db8:1234:5679::1"),
        ("IpAddress", #""0.0.0.0/0""#, "1.2.3.4", "::1"),
        ("IpAddress", #"["10.0.0.0/9", "::1"]"#, "0:0::1", "10.128.0.0"),
        ("ArnEquals", #""arn:aws:iam::*:role/a*""#, "arn:aws:iam::1:role/app/x", "arn:aws:iam::1:user/app"),
        (
            "ArnLike", #""arn:aws:some:*:111122223333:finance/*""#, "arn:aws:some:us-east-2:111122223333:finance/d",
            "arn:aws:some:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
        ),
    ]

    @Test(arguments: positive.indices)
    func an_operator_holds_for_what_it_names_and_for_nothing_else(index: Int) throws {
        let (name, wanted, good, bad) = Self.positive[index]
        let condition = "\"\(name)\": {\"a:key\": \(wanted)}"
        #expect(try isMet(condition, ["a:key": .one(good)]))
        if wanted != #""*""# { #expect(try !isMet(condition, ["a:key": .one(bad)])) }
        #expect(try !isMet(condition, [:]), "a missing key matches nothing")
    }

    static let negated: [(String, String, String, String)] = [
        ("StringNotEquals", #"["a", "b"]"#, "c", "b"), ("StringNotEqualsIgnoreCase", #""a""#, "b", "A"),
        ("StringNotLike", #""a*""#, "ba", "ab"), ("NumericNotEquals", "10", "11", "10.0"),
        ("DateNotEquals", #""2020-04-01""#, "0", "1585699200"),
        ("NotIpAddress", #""10.0.0.0/8""#, "11.0.0.0", "10.1.1.1"),
        ("ArnNotEquals", #""arn:aws:iam::1:role/*""#, "arn:aws:iam::1:user/a", "arn:aws:iam::1:role/a"),
        ("ArnNotLike", #""arn:aws:iam::1:role/*""#, "arn:aws:iam::1:user/a", "arn:aws:iam::1:role/a"),
    ]

    @Test(arguments: negated.indices)
    func a_negated_operator_holds_if_none_of_its_values_match_or_the_key_is_missing(index: Int) throws {
        let (name, named, good, bad) = Self.negated[index]
        let condition = "\"\(name)\": {\"a:key\": \(named)}"
        #expect(try isMet(condition, ["a:key": .one(good)]))
        #expect(try !isMet(condition, ["a:key": .one(bad)]))
        #expect(try isMet(condition, [:]))
    }

    @Test(arguments: positive.indices)
    func if_exists_holds_without_the_key_and_compares_with_it(index: Int) throws {
        let (name, wanted, good, bad) = Self.positive[index]
        let condition = "\"\(name)IfExists\": {\"a:key\": \(wanted)}"
        #expect(try isMet(condition, [:]))
        #expect(try isMet(condition, ["a:key": .one(good)]))
        if wanted != #""*""# { #expect(try !isMet(condition, ["a:key": .one(bad)])) }
    }

    @Test func null_asks_whether_there_is_a_key() throws {
        #expect(try isMet(#""Null": {"a:key": "true"}"#, [:]))
        #expect(try isMet(#""Null": {"a:key": true}"#, ["a:key": []]))
        #expect(try !isMet(#""Null": {"a:key": true}"#, ["a:key": "x"]))
        #expect(try isMet(#""Null": {"a:key": false}"#, ["a:key": ["x"]]))
        #expect(try !isMet(#""Null": {"a:key": false}"#, [:]))
    }

    @Test func all_operators_and_all_keys_of_a_block_must_hold() throws {
        let block = #""StringEquals": {"a:one": "1", "a:two": "2"}, "Bool": {"a:three": true}"#
        #expect(try isMet(block, ["a:one": "1", "a:two": "2", "a:three": "true"]))
        #expect(try !isMet(block, ["a:one": "1", "a:two": "2", "a:three": "false"]))
        #expect(try !isMet(block, ["a:one": "1", "a:two": "3", "a:three": "true"]))
    }

    @Test func key_names_have_no_case_and_tags_have() throws {
        #expect(try isMet(#""StringEquals": {"AWS:UserName": "a"}"#, ["aws:username": "a"]))
        #expect(try isMet(#""StringEquals": {"aws:principaltag/Team": "a"}"#, ["aws:PrincipalTag/Team": "a"]))
        #expect(try !isMet(#""StringEquals": {"aws:PrincipalTag/team": "a"}"#, ["aws:PrincipalTag/Team": "a"]))
    }

    @Test func texts_are_compared_by_bytes() throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        #expect(composed == decomposed)
        #expect(try !isMet("\"StringEquals\": {\"a:key\": \"\(composed)\"}", ["a:key": .one(decomposed)]))
        #expect(
            try !isMet(
                "\"StringEquals\": {\"aws:PrincipalTag/\(composed)\": \"x\"}",
                [
                    "aws:PrincipalTag/\(decomposed)": "x"
                ]))
        #expect(try isMet(#""StringLike": {"a:key": "a?b"}"#, ["a:key": .one("a\(composed)b")]))
    }
}

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
@Suite struct SetOperatorTests {
    private let all = #""ForAllValues:StringEquals": {"a:key": ["x", "y"]}"#
    private let any = #""ForAnyValue:StringEquals": {"a:key": ["x", "y"]}"#

    @Test func for_all_values_wants_every_value_and_takes_none() throws {
        #expect(try isMet(all, ["a:key": ["x", "y", "x"]]))
        #expect(try isMet(all, ["a:key": "y"]))
        #expect(try !isMet(all, ["a:key": ["x", "z"]]))
        #expect(try isMet(all, ["a:key": []]))
        #expect(try isMet(all, ["a:key": ""]))
        #expect(try isMet(all, [:]))
    }

    @Test func for_any_value_wants_one() throws {
        #expect(try isMet(any, ["a:key": ["z", "y"]]))
        #expect(try !isMet(any, ["a:key": ["z"]]))
        #expect(try !isMet(any, ["a:key": []]))
        #expect(try !isMet(any, ["a:key": ""]))
        #expect(try !isMet(any, [:]))
    }

    @Test func negated_operators_under_a_quantifier_look_at_each_value() throws {
        let allNot = #""ForAllValues:StringNotEquals": {"a:key": ["x"]}"#
        let anyNot = #""ForAnyValue:StringNotEquals": {"a:key": ["x"]}"#
        #expect(try isMet(allNot, ["a:key": ["y", "z"]]))
        #expect(try !isMet(allNot, ["a:key": ["y", "x"]]))
        #expect(try isMet(allNot, [:]))
        #expect(try isMet(anyNot, ["a:key": ["y", "x"]]))
        #expect(try !isMet(anyNot, ["a:key": ["x", "x"]]))
        #expect(try !isMet(anyNot, [:]))
    }

    @Test func if_exists_goes_with_a_quantifier() throws {
        let condition = #""ForAnyValue:StringLikeIfExists": {"a:key": "x*"}"#
        #expect(try isMet(condition, [:]))
        #expect(try isMet(condition, ["a:key": ["y", "xx"]]))
        #expect(try !isMet(condition, ["a:key": ["y"]]))
    }

    @Test func several_values_without_a_quantifier_never_widen() throws {
        let condition = #""StringEquals": {"a:key": "x"}"#
        #expect(try !isMet(condition, ["a:key": ["x", "y"]]))
        #expect(try isMet(condition, ["a:key": ["x", "y"]], effect: "Deny"))
        #expect(try isMet(condition, ["a:key": ["x"]]))
    }
}

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
@Suite struct VariableTests {
    @Test func a_variable_has_the_requests_value() throws {
        let condition = #""StringEquals": {"a:key": "home/${aws:username}/${aws:PrincipalTag/team}"}"#
        let context: FixedContext = [
            "aws:username": "alice", "aws:PrincipalTag/team": "red", "a:key": "home/alice/red",
        ]
        #expect(try isMet(condition, context))
        #expect(
            try !isMet(condition, ["aws:username": "bob", "aws:PrincipalTag/team": "red", "a:key": "home/alice/red"]))
    }

    @Test func wildcards_in_a_variables_value_are_text() throws {
        let condition = #""StringLike": {"a:key": "${aws:username}x"}"#
        #expect(try !isMet(condition, ["aws:username": "*", "a:key": "anythingx"]))
        #expect(try isMet(condition, ["aws:username": "*", "a:key": "*x"]))
    }

    @Test func special_characters_stand_for_themselves() throws {
        let condition = #""StringLike": {"a:key": "${*}${?}${$}{a}*"}"#
        #expect(try isMet(condition, ["a:key": "*?${a}b"]))
        #expect(try !isMet(condition, ["a:key": "xy${a}b"]))
    }

    @Test func a_default_stands_in_for_a_missing_value() throws {
        let condition = #""StringEquals": {"a:key": "${aws:username, 'any}one'}"}"#
        #expect(try isMet(condition, ["a:key": "any}one"]))
        #expect(try isMet(condition, ["a:key": "alice", "aws:username": "alice"]))
        #expect(try !isMet(condition, ["a:key": "any}one", "aws:username": "alice"]))
    }

    @Test func a_variable_without_a_value_never_widens() throws {
        #expect(try !isMet(#""StringEquals": {"a:key": "${aws:username}"}"#, ["a:key": ""]))
        #expect(try isMet(#""StringEquals": {"a:key": ["${aws:username}", "x"]}"#, ["a:key": "x"]))
        #expect(try !isMet(#""StringNotEquals": {"a:key": "${aws:username}"}"#, ["a:key": "x"]))
        #expect(try isMet(#""StringNotEquals": {"a:key": "${aws:username}"}"#, ["a:key": "x"], effect: "Deny"))
        let except =
            #"{"Effect": "Allow", "Action": "kms:*", "NotResource": "arn:aws:kms:*:*:key/${aws:username}"}"#
        #expect(try !isAllowed(try user(identity: [except]), by: delegation))
        #expect(try isAllowed(try user(identity: [except]), by: delegation, ["aws:username": "alice"]))
    }

    @Test func several_values_are_no_value_of_a_variable() throws {
        #expect(try !isMet(#""StringEquals": {"a:key": "${a:many}"}"#, ["a:key": "x", "a:many": ["x"]]))
    }

    @Test func variables_stand_in_resources() throws {
        let own = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:*:*:alias/${aws:username}-*"}"#
        let alice = try user(identity: [own])
        let context: FixedContext = ["aws:username": "alice"]
        #expect(try isAllowed(alice, on: "arn:aws:kms:us-east-1:1:alias/alice-key", by: delegation, context))
        #expect(try !isAllowed(alice, on: "arn:aws:kms:us-east-1:1:alias/bob-key", by: delegation, context))
        #expect(try !isAllowed(alice, on: "arn:aws:kms:us-east-1:1:alias/-key", by: delegation))
        #expect(try !isAllowed(alice, on: "arn:aws:kms:us-east-1:1:alias/alice-key", by: delegation))
    }

    @Test func variables_in_arn_operators_may_be_whole_arns() throws {
        let condition = #""ArnEquals": {"a:source": "${aws:PrincipalArn}"}"#
        let arn = "arn:aws:iam::111122223333:user/alice"
        #expect(try isMet(condition, ["a:source": .one(arn), "aws:PrincipalArn": .one(arn)]))
        #expect(try !isMet(condition, ["a:source": .one(arn), "aws:PrincipalArn": "*"]))
    }

    @Test func the_older_version_has_no_variables() throws {
        let body =
            #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"a:key": "${aws:username}"}}}"#
        let policy = AttachedPolicy(arn: nil, label: "", document: try document(body, version: nil))
        let alice = Requester(
            kind: .user, arn: "arn:aws:iam::111122223333:user/alice", account: account, uniqueID: "AIDA",
            policies: PrincipalPolicies(identity: [policy]))
        #expect(try !isAllowed(alice, by: delegation, ["aws:username": "alice", "a:key": "alice"]))
        #expect(try isAllowed(alice, by: delegation, ["aws:username": "alice", "a:key": "${aws:username}"]))
    }
}
