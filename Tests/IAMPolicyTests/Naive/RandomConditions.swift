import AWSJSON
import IAMPolicy

/// What conditions are about: for each kind of operator its keys, values for policies and values for requests.
struct ConditionTopic {
    /// What the operators' names begin with.
    var operators: [String]
    /// With one value, and with several.
    var keys: [String]
    var policyValues: [JSONValue]
    var requestValues: [String]

    static let texts = ConditionTopic(
        operators: ["String"],
        keys: [
            "aws:username", "aws:PrincipalTag/team", "aws:PrincipalTag/Team", "kms:ViaService",
            "kms:EncryptionContext:dept", "aws:TagKeys", "kms:GrantOperations",
        ],
        policyValues: [
            "red", "Red", "blue", "r*", "?ed", "*", "", "${aws:username}", "${aws:PrincipalTag/team}", "${*}ed",
            "${aws:PrincipalTag/team, 'blue'}", "a${$}b", "${aws:TagKeys}", "alice", "*${aws:username}*", "a.*", "${?}",
        ].map { .string($0) },
        requestValues: ["red", "Red", "blue", "alice", "", "*ed", "a$b", "?", "grey", "r*"])

    static let numbers = ConditionTopic(
        operators: ["Numeric"], keys: ["kms:RotationPeriodInDays", "test:Numbers"],
        policyValues: ["10", "10.0", "-3", "0", "90.5", "365"].map { .string($0) } + [.int(10), .int(90)],
        requestValues: ["10", "90", "90.50", "-3", "0", "365", "ten"])

    static let dates = ConditionTopic(
        operators: ["Date"], keys: ["aws:CurrentTime", "aws:EpochTime", "test:Dates"],
        policyValues: [
            "2026-11-25T03:00:00Z", "2026-11-25", "2026-11", "2026-11-25T04:00:00+01:00", "1795575600",
            "2024-02-29T23:59:59.5Z", "2026-11-24T22:00-05:00",
        ].map { .string($0) },
        requestValues: [
            "2026-11-25T03:00:00Z", "2026-11-25T00:00:00Z", "1795575600", "2024-02-29T23:59:59.5Z",
            "2030-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "soon",
        ])

    static let bools = ConditionTopic(
        operators: ["Bool"], keys: ["aws:SecureTransport", "kms:GrantIsForAWSResource", "test:Bools"],
        policyValues: [.string("true"), .string("false"), .bool(true), .bool(false)],
        requestValues: ["true", "false", "TRUE"])

    static let blobs = ConditionTopic(
        operators: ["BinaryEquals"], keys: ["test:Blob", "test:Blobs"],
        policyValues: ["AQID", "AQIDBA==", ""].map { .string($0) }, requestValues: ["AQID", "AQIDBA==", "BAMC"])

    static let addresses = ConditionTopic(
        operators: ["IpAddress", "NotIpAddress"], keys: ["aws:SourceIp", "test:Addresses"],
        policyValues: [
            "203.0.113.0/24", "203.0.113.7", "10.0.0.0/9", "0.0.0.0/0", "2001:db8::/33", "2001:DB8:0:0:0:0:0:1", "::/0",
            "203.0.113.9/31",
        ].map { .string($0) },
        requestValues: ["203.0.113.7", "203.0.113.8", "10.127.0.1", "10.128.0.1", "2001:db8::1", "2001:db8:8000::1"])

    static let arns = ConditionTopic(
        operators: ["Arn"], keys: ["aws:PrincipalArn", "aws:SourceArn", "test:Arns"],
        policyValues: [
            "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::*:user/*", "arn:aws:*:*:*:*",
            "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}", "arn:aws:iam::1111????3333:role/*",
            "arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket*",
            "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team, 'red'}",
        ].map { .string($0) },
        requestValues: [
            "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:role/red",
            "arn:aws:s3:::bucket/alice/x", "arn:aws:s3:::bucket/a:b", "arn:aws:iam::444455556666:role/svc/blue",
            "no arn",
        ])

    static let all = [texts, numbers, dates, bools, blobs, addresses, arns]
    /// All keys have several values in some requests.
    static let multivalued: Set = [
        "aws:TagKeys", "kms:GrantOperations", "test:Numbers", "test:Dates", "test:Bools", "test:Blobs",
        "test:Addresses", "test:Arns",
    ]

    static func topic(of base: String) -> ConditionTopic? {
        all.first { topic in topic.operators.contains { base.hasPrefix($0) } }
    }
}

extension Dice {
    /// A `Condition` of one or two operators; the operators come up one after the other, shuffled.
    mutating func condition() -> JSONValue {
        var operators: [JSONValue.Member] = []
        for _ in 0..<(percent(75) ? 1 : 2) {
            let member = conditionOperator()
            if !operators.contains(where: { $0.name == member.name }) { operators.append(member) }
        }
        return .object(operators)
    }

    private mutating func conditionOperator() -> JSONValue.Member {
        let name = nextOperator()
        if name == "Null" {
            let key = pick(pick(ConditionTopic.all).keys)
            let values: [JSONValue] = [.string("true"), .string("false"), .bool(true), .bool(false)]
            return JSONValue.Member(name, .object([JSONValue.Member(key, pick(values))]))
        }
        let isForMany = name.hasPrefix("For")
        let base = isForMany ? String(name.drop { $0 != ":" }.dropFirst()) : name
        guard let topic = ConditionTopic.topic(of: base) else { return JSONValue.Member(name, .object([])) }
        // Mostly as it should be: quantifiers for keys with several values.
        let fitting = topic.keys.filter { ConditionTopic.multivalued.contains($0) == isForMany }
        let key = pick(percent(90) ? fitting : topic.keys)
        let values = some(1...3, of: topic.policyValues)
        let value: JSONValue = values.count == 1 && percent(70) ? values[0] : .array(values)
        return JSONValue.Member(name, .object([JSONValue.Member(percent(10) ? key.uppercasedName : key, value)]))
    }

    mutating func context() -> RandomContext {
        var values: [ConditionKey: ConditionValues] = [:]
        for topic in ConditionTopic.all {
            for key in topic.keys where percent(80) {
                if ConditionTopic.multivalued.contains(key) {
                    values[ConditionKey(key)] = .many(some(0...3, of: topic.requestValues))
                } else {
                    values[ConditionKey(key)] = .one(pick(topic.requestValues))
                }
            }
        }
        return RandomContext(values: values)
    }
}

/// A context whose values are all there.
struct RandomContext: ConditionContext {
    var values: [ConditionKey: ConditionValues]

    func values(of key: ConditionKey) -> ConditionValues? { values[key] }
}

extension String {
    /// The key in another case, but for what stands after the slash.
    fileprivate var uppercasedName: String {
        let slash = firstIndex(of: "/") ?? endIndex
        return self[..<slash].uppercased() + self[slash...]
    }
}
