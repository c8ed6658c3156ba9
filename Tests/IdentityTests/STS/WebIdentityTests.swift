import AWSJSON
import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

@Suite("AssumeRoleWithWebIdentity") struct AssumeRoleWithWebIdentityTests {
    private static let provider = "arn:aws:iam::111122223333:oidc-provider/idp.example.com/tenant"
    private static let condition =
        #"{"StringEquals":{"idp.example.com/tenant:aud":"app"},"StringLike":{"idp.example.com/tenant:sub":"repo:acme/*"}}"#

    private func prepared(
        trust: String = Policies.trusting(
            provider, type: "Federated", actions: "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
            "sts:SetSourceIdentity", condition: condition)
    ) async throws -> SessionWorld {
        let world = try await SessionWorld()
        try await world.makeProvider(SignedClaims.url, clients: ["app", "other"])
        try await world.makeRole("deploy", trust: trust, policy: Policies.everything, maxSeconds: 7200)
        return world
    }

    private func call(
        _ world: SessionWorld, _ token: String, _ more: SessionWorld.Parameters = [:]
    ) async throws -> AssumeRoleWithWebIdentityResponse {
        let parameters = [
            "RoleArn": SessionWorld.arn(role: "deploy"), "RoleSessionName": "build", "WebIdentityToken": token,
        ]
        return try await world.perform(
            .assumeRoleWithWebIdentity, by: nil, parameters.merging(more) { $1 })
    }

    private func refusal(
        _ world: SessionWorld, _ token: String, _ more: SessionWorld.Parameters = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> QueryError? {
        await world.refusal({ try await call(world, token, more) }, sourceLocation: sourceLocation)
    }

    private func token(_ more: [JSONValue.Member] = [], expires: Int64 = 600) -> String {
        SignedClaims.token(SignedClaims.claims(expires: expires, more))
    }

    @Test("gives whoever has a token of a trusted provider credentials") func givesCredentials() async throws {
        let world = try await prepared()
        let answer = try await call(world, token(), ["DurationSeconds": "7200"])
        #expect(answer.subjectFromWebIdentityToken == "repo:acme/app")
        #expect(answer.audience == "app")
        #expect(answer.provider == Self.provider)
        #expect(answer.assumedRoleUser?.arn == "arn:aws:sts::111122223333:assumed-role/deploy/build")
        #expect(answer.credentials?.expiration?.milliseconds == HandClock.start + 7_200_000)
        let caller = try await world.identity.caller(for: try await world.principal(answer.credentials))
        #expect(caller?.facts.session?.federatedProvider == Self.provider)
    }

    @Test("takes one of several audiences") func takesOneAudience() async throws {
        let world = try await prepared()
        let list = JSONValue.array([.string("stranger"), .string("app")])
        #expect(try await call(world, SignedClaims.token(SignedClaims.claims(audience: list))).audience == "app")
        for audience in [JSONValue.string("stranger"), .string("App"), .array([.string("stranger")])] {
            let refusal = await refusal(world, SignedClaims.token(SignedClaims.claims(audience: audience)))
            #expect(refusal == QueryError(sts: .invalidIdentityToken, "Incorrect token audience"))
        }
    }

    @Test("tells nobody whom a role trusts, or whether it is there") func hidesTrust() async throws {
        let world = try await prepared()
        let expected = QueryError(.accessDenied, "Not authorized to perform sts:AssumeRoleWithWebIdentity")
        #expect(await refusal(world, token([.init("sub", .string("repo:mallory/app"))])) == expected)
        #expect(await refusal(world, SignedClaims.token(SignedClaims.claims(audience: .string("other")))) == expected)
        #expect(await refusal(world, token(), ["RoleArn": SessionWorld.arn(role: "missing")]) == expected)
        try await world.makeRole("deploy", trust: Policies.trusting("*"))
        #expect(await refusal(world, token()) == expected)
        let other = Policies.trusting(
            "arn:aws:iam::111122223333:oidc-provider/second.example.com", type: "Federated",
            actions: "sts:AssumeRoleWithWebIdentity")
        try await world.makeRole("deploy", trust: other)
        #expect(await refusal(world, token()) == expected)
    }

    @Test("needs a provider in the role's account") func needsProvider() async throws {
        let world = try await prepared()
        for issuer in [
            "https://second.example.com", "https://IDP.example.com/tenant", "https://idp.example.com/tenant/",
        ] {
            let refusal = await refusal(world, token([.init("iss", .string(issuer))]))
            #expect(
                refusal
                    == QueryError(
                        sts: .invalidIdentityToken, "No OpenIDConnect provider found in your account for \(issuer)"))
        }
        try await world.makeRole("deploy", trust: Policies.everything, account: SessionWorld.other)
        let role = SessionWorld.arn(role: "deploy", account: SessionWorld.other)
        #expect(await refusal(world, token(), ["RoleArn": role])?.code == "InvalidIdentityToken")
        for issuer in ["idp.example.com/tenant", "http://idp.example.com/tenant", "", "https://"] {
            #expect(await refusal(world, token([.init("iss", .string(issuer))]))?.code == "InvalidIdentityToken")
        }
    }

    @Test("is only for now") func isForNow() async throws {
        let world = try await prepared()
        let now = HandClock.start / 1000
        #expect(
            await refusal(world, token(expires: 0))
                == QueryError(
                    sts: .expiredTokenException,
                    "Token expired: current date/time \(now) must be before the expiration date/time \(now)"))
        _ = try await call(world, token(expires: 1))
        for claim in ["nbf", "iat"] {
            _ = try await call(world, token([.init(claim, .int(now + 300))]))
            #expect(await refusal(world, token([.init(claim, .int(now + 301))]))?.code == "InvalidIdentityToken")
        }
        #expect(await refusal(world, token([.init("nbf", .string("0"))]))?.code == "InvalidIdentityToken")
    }

    @Test("misses no claim that it needs", arguments: ["iss", "sub", "aud", "exp", "iat"])
    func needsClaims(_ claim: String) async throws {
        let world = try await prepared()
        #expect(
            await refusal(world, token([.init(claim, .null)]))
                == QueryError(sts: .invalidIdentityToken, "Missing a required claim: \(claim)"))
    }

    @Test(
        "takes no token that is none",
        arguments: ["none", "aa.bb", "a.b.c.d", "e30.bm8.signed", "e30.W10.signed", "...."])
    func isJWT(_ token: String) async throws {
        let world = try await prepared()
        let refusal = await refusal(world, token)
        #expect(
            refusal
                == QueryError(
                    sts: .invalidIdentityToken,
                    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"))
    }

    @Test("believes no signature that the verifier does not") func isSigned() async throws {
        let world = try await prepared()
        let claims = SignedClaims.claims()
        for (signature, words) in [
            ("forged", "signature"), ("broken", "not a valid JWT"),
            ("unreachable", "Couldn't retrieve verification key"),
            ("unknown", "Couldn't retrieve verification key"),
        ] {
            let refusal = await refusal(world, SignedClaims.token(claims, signature: signature))
            #expect(refusal?.code == "InvalidIdentityToken")
            #expect(refusal?.message.contains(words) == true)
        }
    }

    @Test("tells the operator why there are no keys") func hasCause() async throws {
        let world = try await prepared()
        let token = SignedClaims.token(SignedClaims.claims(), signature: "unreachable")
        do {
            _ = try await call(world, token)
            Issue.record("was not refused")
        } catch STSFailure.refused(_, let cause) {
            #expect(cause == "out of order")
        }
    }

    @Test("lasts no longer than the role's limit") func isLimited() async throws {
        let world = try await prepared()
        #expect(await refusal(world, token(), ["DurationSeconds": "7201"])?.code == "ValidationError")
    }

    @Test("knows how somebody was authenticated") func knowsMethods() async throws {
        let condition = #"{"ForAnyValue:StringEquals":{"idp.example.com/tenant:amr":"mfa"}}"#
        let world = try await prepared(
            trust: Policies.trusting(
                Self.provider, type: "Federated", actions: "sts:AssumeRoleWithWebIdentity", condition: condition))
        _ = try await call(world, token([.init("amr", .array([.string("pwd"), .string("mfa")]))]))
        #expect(await refusal(world, token([.init("amr", .array([.string("pwd")]))]))?.code == "AccessDenied")
        #expect(await refusal(world, token())?.code == "AccessDenied")
    }

    @Test("takes tags and a source identity from the token") func takesTags() async throws {
        let world = try await prepared()
        let nested = JSONValue.Member(
            "https://aws.amazon.com/tags",
            .object([
                .init("principal_tags", .object([.init("Team", .array([.string("red")])), .init("x", .string("y"))])),
                .init("transitive_tag_keys", .array([.string("Team")])),
            ]))
        let flat: [JSONValue.Member] = [
            .init("https://aws.amazon.com/tags/principal_tags/Team", .string("red")),
            .init("https://aws.amazon.com/tags/principal_tags/x", .string("y")),
            .init("https://aws.amazon.com/tags/transitive_tag_keys", .string("Team")),
        ]
        let identity = JSONValue.Member("https://aws.amazon.com/source_identity", .string("alice"))
        for claims in [[nested, identity], flat + [identity]] {
            let answer = try await call(world, token(claims))
            #expect(answer.sourceIdentity == "alice")
            let session = try await world.principal(answer.credentials).session
            #expect(session?.tags == [IAMTag(key: "Team", value: "red"), IAMTag(key: "x", value: "y")])
            #expect(session?.transitiveTagKeys == ["Team"])
            #expect(session?.sourceIdentity == "alice")
        }
    }

    @Test("tags no session of a role that does not allow it") func tagsWithLeave() async throws {
        let world = try await prepared(
            trust: Policies.trusting(Self.provider, type: "Federated", actions: "sts:AssumeRoleWithWebIdentity"))
        _ = try await call(world, token())
        let tag = JSONValue.Member("https://aws.amazon.com/tags/principal_tags/a", .string("b"))
        #expect(await refusal(world, token([tag]))?.code == "AccessDenied")
        let identity = JSONValue.Member("https://aws.amazon.com/source_identity", .string("alice"))
        #expect(await refusal(world, token([identity]))?.code == "AccessDenied")
    }

    @Test("rejects tags and source identities of a wrong form") func rejectsClaims() async throws {
        let world = try await prepared()
        let tags = "https://aws.amazon.com/tags"
        let wrongs: [JSONValue.Member] = [
            .init(tags, .object([.init("principal_tags", .array([]))])),
            .init(tags, .object([.init("principal_tags", .object([.init("a", .array([]))]))])),
            .init(tags, .object([.init("transitive_tag_keys", .int(1))])),
            .init("\(tags)/principal_tags/a", .array([.string("b"), .string("c")])),
            .init("\(tags)/principal_tags/a", .string("b\u{7}")),
            .init("\(tags)/principal_tags/", .string("b")),
            .init("\(tags)/principal_tags/\(String(repeating: "k", count: 129))", .string("b")),
            .init("https://aws.amazon.com/source_identity", .string("a")),
            .init("https://aws.amazon.com/source_identity", .string("aws:alice")),
            .init("https://aws.amazon.com/source_identity", .int(5)),
        ]
        for wrong in wrongs {
            let refusal = await refusal(world, token([wrong]))
            #expect(refusal?.code == "IDPRejectedClaim")
            #expect(refusal?.status == 403)
        }
    }

    @Test("takes no access token of OAuth") func takesNoAccessToken() async throws {
        let world = try await prepared()
        #expect(await refusal(world, token(), ["ProviderId": "www.amazon.com"])?.code == "ValidationError")
    }

    @Test("needs no signature, and shows in no principal's name") func isUnsigned() async throws {
        #expect(STSService.isUnsigned(.assumeRoleWithWebIdentity))
        let condition = #"{"Null":{"aws:PrincipalArn":"true","aws:PrincipalAccount":"true","aws:username":"true"}}"#
        let world = try await prepared(
            trust: Policies.trusting(
                Self.provider, type: "Federated", actions: "sts:AssumeRoleWithWebIdentity", condition: condition))
        _ = try await call(world, token())
    }
}
