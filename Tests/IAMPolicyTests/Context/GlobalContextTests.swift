import IAMPolicy
import Testing

@Suite("The global condition keys") struct GlobalContextTests {
    private static let user = CallerFacts(
        type: .user, principalARN: "arn:aws:iam::111122223333:user/bob", account: "111122223333", userID: "AIDAX",
        username: "bob", tags: [.init(key: "Team", value: "red"), .init(key: "é", value: "x")])

    private func value(_ key: String, _ context: GlobalContext) -> ConditionValues? {
        context.values(of: ConditionKey(key))
    }

    private func context(_ caller: CallerFacts = user, _ resource: ResourceFacts = ResourceFacts()) -> GlobalContext {
        GlobalContext(
            caller: caller,
            request: RequestFacts(
                time: 1_700_000_000_999, region: "eu-west-1", sourceIP: "192.0.2.1", isSecureTransport: true,
                userAgent: "agent", referer: nil),
            resource: resource)
    }

    @Test(
        "say who calls, and how",
        arguments: [
            ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/bob"), ("AWS:PRINCIPALACCOUNT", "111122223333"),
            ("aws:PrincipalType", "User"), ("aws:userid", "AIDAX"), ("aws:username", "bob"),
            ("aws:PrincipalTag/Team", "red"), ("aws:principaltag/team", "red"), ("aws:PrincipalTag/é", "x"),
            ("aws:CurrentTime", "2023-11-14T22:13:20Z"), ("aws:EpochTime", "1700000000"),
            ("aws:SourceIp", "192.0.2.1"), ("aws:SecureTransport", "true"), ("aws:UserAgent", "agent"),
            ("aws:RequestedRegion", "eu-west-1"), ("aws:ViaAWSService", "false"),
            ("aws:PrincipalIsAWSService", "false"),
        ]) func haveValues(_ key: String, _ expected: String)
    {
        #expect(value(key, context()) == .one(expected))
    }

    @Test(
        "are absent where there is nothing to say",
        arguments: [
            "aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:SourceIdentity", "aws:FederatedProvider",
            "aws:PrincipalTag/other", "aws:PrincipalTag", "aws:PrincipalTag/", "aws:RequestTag/a", "aws:TagKeys",
            "aws:ResourceTag/a", "aws:ResourceAccount", "aws:Referer", "aws:PrincipalOrgID", "aws:SourceVpc",
            "aws:PrincipalServiceName", "kms:ViaService", "", "aws:CurrentTime/x",
        ]) func areAbsent(_ key: String)
    {
        #expect(value(key, context()) == nil)
    }

    @Test("of a session say when it began, and without MFA") func haveSession() {
        let caller = CallerFacts(
            type: .assumedRole, principalARN: "arn:aws:iam::111122223333:role/r", account: "111122223333",
            userID: "AROAX:s",
            session: .init(
                issued: 1_600_000_000_000, sourceIdentity: "eve", federatedProvider: "arn:aws:iam::1:oidc-provider/x"))
        let context = context(caller)
        #expect(value("aws:TokenIssueTime", context) == .one("2020-09-13T12:26:40Z"))
        #expect(value("aws:MultiFactorAuthPresent", context) == .one("false"))
        #expect(value("aws:SourceIdentity", context) == .one("eve"))
        #expect(value("aws:FederatedProvider", context) == .one("arn:aws:iam::1:oidc-provider/x"))
    }

    @Test("about tags have those of the resource and of the request") func haveTags() {
        let resource = ResourceFacts(
            account: "444455556666", tags: [.init(key: "a", value: "1"), .init(key: "A", value: "2")],
            requestTags: [.init(key: "b", value: "3")])
        let context = context(Self.user, resource)
        #expect(value("aws:ResourceTag/a", context) == .one("1"))
        #expect(value("aws:ResourceTag/A", context) == .one("2"))
        #expect(value("aws:RequestTag/B", context) == .one("3"))
        #expect(value("aws:TagKeys", context) == .many(["b"]))
        #expect(value("aws:ResourceAccount", context) == .one("444455556666"))
        #expect(value("aws:TagKeys", self.context(Self.user, ResourceFacts(tagKeys: []))) == .many([]))
    }

    @Test("of a service name it, and no principal") func areOfService() {
        let service = CallerFacts(
            type: .anonymous, principalARN: "s3.amazonaws.com", account: "", userID: "", service: "s3.amazonaws.com")
        let context = context(service)
        #expect(value("aws:PrincipalIsAWSService", context) == .one("true"))
        #expect(value("aws:PrincipalServiceName", context) == .one("s3.amazonaws.com"))
        for key in ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:userid"] { #expect(value(key, context) == nil) }
    }

    @Test(
        "hold times in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
            (951_868_800_000, "2000-03-01T00:00:00Z"), (1_709_251_199_000, "2024-02-29T23:59:59Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00Z"),
        ] as [(Int64, String)]) func haveTimes(_ milliseconds: Int64, _ text: String)
    {
        #expect(ISOTime.text(milliseconds) == text)
    }
}
