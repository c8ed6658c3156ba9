import Testing

@testable import ServiceModel

/// Texts that a pattern matches as a whole, and texts that it does not.
struct PatternCases: Sendable, CustomTestStringConvertible {
    let pattern: Pattern
    let yes: [String]
    let no: [String]

    var testDescription: String { pattern.rawValue }

    init(_ pattern: Pattern, yes: [String], no: [String]) {
        self.pattern = pattern
        self.yes = yes
        self.no = no
    }
}

@Suite struct PatternTests {
    @Test func `every pattern has cases`() {
        #expect(Set(PatternCases.all.map(\.pattern)) == Set(Pattern.allCases))
    }

    @Test(arguments: PatternCases.all)
    func `a pattern matches whole texts, as in Java`(_ cases: PatternCases) {
        for text in cases.yes { #expect(cases.pattern.matches(text), "\(text.debugDescription)") }
        for text in cases.no { #expect(!cases.pattern.matches(text), "\(text.debugDescription)") }
    }

    @Test(arguments: Pattern.allCases)
    func `no pattern but those that say so matches beyond ASCII`(_ pattern: Pattern) throws {
        let cases = try #require(PatternCases.all.first { $0.pattern == pattern })
        let beyond: Set<Pattern> = [
            .latin1, .policy, .sourceARN, .arn, .marker, .roleDescription, .tagKey, .tagValue, .pathPrefix,
            .line, .nonemptyLine,
        ]
        guard !beyond.contains(pattern) else { return }
        for text in cases.yes {
            for strange in ["é", "\u{301}", "\u{212A}", "１", "😀", "\u{0}", "\u{7F}"] {
                #expect(!pattern.matches(text + strange), "\((text + strange).debugDescription)")
                #expect(!pattern.matches(strange + text), "\((strange + text).debugDescription)")
            }
        }
    }
}

extension PatternCases {
    static let all: [PatternCases] = names + texts + shapes + identity + cloudTrail

    private static let names: [PatternCases] = [
        PatternCases(
            .aliasName, yes: ["a", "alias/A-z_0:9", "/"], no: ["", "a b", "a!", "a\n", "a.b", "[", "@", "`"]),
        PatternCases(.backingKeyID, yes: ["0", "abcdef0123456789"], no: ["", "g", "A", "0\n", "0 "]),
        PatternCases(.word, yes: ["default", "_", "A9"], no: ["", "invalid-name", "a b", "a\n", "a/"]),
        PatternCases(
            .principalID, yes: ["arn:aws:iam::111122223333:user/a.b+c=d,e@f-g_h", "a"],
            no: ["", "a b", "*", "a\n", "a;b", "a(b", "a?"]),
        PatternCases(
            .proxyAccessKeyID, yes: ["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"], no: ["", "a", "A1", "A8", "A0", "A\n"]),
        PatternCases(.proxySecretAccessKey, yes: ["aZ09/+="], no: ["", "a-b", "a_b", "a b", #"a\b"#, "a\n"]),
        PatternCases(.xksKeyID, yes: ["a", "a-Z_0.9"], no: ["", "a/b", "a:b", "a b", "a\n", "a,b"]),
        PatternCases(
            .accountID, yes: ["111122223333", "000000000000"],
            no: ["", "11112222333", "1111222233334", "11112222333a", "111122223333\n", "１11122223333"]),
        PatternCases(
            .keyMaterialDescription, yes: ["a", " ", "a b\tc\nd\u{B}e\u{C}f\rg", "A:/_.-9", "a\r\nb"],
            no: ["", "a,b", "\u{A0}", "\u{85}", "\u{2003}", "(", "a+"]),
    ]

    private static let texts: [PatternCases] = [
        PatternCases(
            .latin1, yes: ["", " ", "a~\u{7F}\u{80}ÿ", "\u{E9}"],
            no: ["\u{1F}", "\t", "\n", "\u{100}", "e\u{301}", "😀", "a\u{2028}", "a\u{0}"]),
        PatternCases(
            .policy, yes: ["{}", "\t\n\r ÿ", "{\r\n}", "\u{85}"],
            no: ["", "\u{0}", "\u{B}", "\u{C}", "\u{100}", "{}\u{1F}", "e\u{301}", "…"]),
    ]

    private static let shapes: [PatternCases] = [
        PatternCases(
            .cloudHSMClusterID, yes: ["cluster-abcdefghijk", "cluster-abcdEFGH2345677Z"],
            no: [
                "", "cluster-", "cluster-abcdefghij", "cluster-abcdefghijklmnopq", "cluster-abcdefghij1",
                "cluster-abcdefghij8", "Cluster-abcdefghijk", "xcluster-abcdefghijk", "cluster-abcdefghijk\n",
            ]),
        PatternCases(
            .proxyEndpoint, yes: ["https://a", "https://xks.example.com", "https://-."],
            no: ["", "https://", "http://a", "https://a/", "https://a:443", "https://a b", "HTTPS://a", "https://a\n"]),
        PatternCases(
            .proxyPath,
            yes: [
                "/kms/xks/v1", "/kms/xks/v12", "/a/kms/xks/v1", "/a/b_c-d/kms/xks/v99", "///kms/xks/v1",
                "/kms/xks/v1/kms/xks/v2",
            ],
            no: [
                "", "/", "/kms/xks/v", "/kms/xks/v123", "kms/xks/v1", "a/kms/xks/v1", "/a.b/kms/xks/v1", "/kms/xks/v1/",
                "/kms/xks/v1\n", "/kms/xks/vv", "1", "12", "/kms/xks/1", "//kms/xks/v1", "/a/kms/xks/v123",
            ]),
        PatternCases(
            .proxyVPCEndpointService,
            yes: [
                "com.amazonaws.vpce.us-east-1.vpce-svc-0123abc", "eu.amazonaws.vpce.us-gov-west-12.vpce-svc-z",
            ],
            no: [
                "", "com.amazonaws.vpce.us-east-1.vpce-svc-", "org.amazonaws.vpce.us-east-1.vpce-svc-a",
                "com.amazonaws.vpce.us-1.vpce-svc-a", "com.amazonaws.vpce.us-east-1.vpce-svc-A",
                "comXamazonaws.vpce.us-east-1.vpce-svc-a", "com.amazonaws.vpce.us-east-1.vpce-svc-a.b",
                "com.amazonaws.vpce.us-east-1.vpce-svc-a\n", "com.amazonaws.vpce..us-east-1.vpce-svc-a",
            ]),
        PatternCases(
            .region, yes: ["us-east-1", "us-gov-west-1", "a-b-0", "eusc-de-east-10"],
            no: [
                "", "us-1", "us-east", "us-east-", "us--1", "-us-east-1", "us-east-1a", "US-east-1", "a-b-c-d-1",
                "us-east-1\n", "us-e4st-1", "us-east-1-",
            ]),
        PatternCases(
            .servicePrincipal, yes: ["a.b.c", "rds.us-east-1.amazonaws.com", "A-9.-.b.c.d"],
            no: ["", "a", "a.b", "a..c", ".a.b", "a.b.", "a.b.c.", "a_.b.c", "a.b.c\n", "a. .c"]),
        PatternCases(
            .sourceARN,
            yes: [
                "arn:aws:ssm:eu-west-1:111122223333:x", "arn:aws-cn:s3::111122223333:a:b:c",
                "arn:awsx9-:-:-:000000000000: ",
                "arn:aws:ec2:eu-west-1:111122223333:é😀",
            ],
            no: [
                "", "arn:aws:s3:::bucket", "arn:aws:ssm:eu-west-1:111122223333:", "arn:aws::eu-west-1:111122223333:x",
                "arn:AWS:ssm:eu-west-1:111122223333:x", "arn:aws:SSM:eu-west-1:111122223333:x",
                "arn:aws:ssm:eu-west-1:11112222333:x", "arn:aw:ssm:eu-west-1:111122223333:x",
                "xarn:aws:ssm:eu-west-1:111122223333:x", "arn:aws:ssm:eu-west-1:111122223333:x\n",
                "arn:aws:ssm:eu-west-1:111122223333:a\u{2028}b", "arn:aws:ssm:eu-west-1:111122223333:\r\n",
                "arn:aws:ssm:eu-west-1:111122223333:a\u{85}",
            ]),
    ]
}
