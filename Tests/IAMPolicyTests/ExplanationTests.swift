import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
@Suite struct MessageTests {
    private let user = "arn:aws:iam::777788889999:user/JohnDoe"

    @Test(
        arguments: [
            (PolicyType.identityBased, "no identity-based policy"), (.resourceBased, "no resource-based policy"),
            (.permissionsBoundary, "no permissions boundary"), (.session, "no session policy"),
        ])
    func what_is_missing_is_named(type: PolicyType, words: String) {
        #expect(
            Denial.implicit(type).message(user: user, action: "kms:Decrypt", resource: "resource: \(keyARN)")
                == "User: \(user) is not authorized to perform: kms:Decrypt on resource: \(keyARN) "
                + "because \(words) allows the kms:Decrypt action")
    }

    @Test(
        arguments: [
            (PolicyType.identityBased, "an identity-based policy"), (.resourceBased, "a resource-based policy"),
            (.permissionsBoundary, "a permissions boundary"), (.session, "a session policy"),
        ])
    func what_denies_is_named(type: PolicyType, words: String) {
        var statement = StatementReference(type: type, policyARN: nil, policyLabel: "", sid: nil, index: 0)
        let text = "User: \(user) is not authorized to perform: kms:Decrypt with an explicit deny in \(words)"
        #expect(Denial.explicit(statement).message(user: user, action: "kms:Decrypt", resource: nil) == text)
        statement.policyARN = "arn:aws:iam::777788889999:policy/p"
        #expect(
            Denial.explicit(statement).message(user: user, action: "kms:Decrypt", resource: nil)
                == text + ": arn:aws:iam::777788889999:policy/p")
    }

    @Test func a_ciphertexts_resource_is_described() {
        #expect(
            Denial.implicit(.resourceBased).message(
                user: user, action: "kms:Decrypt", resource: "the resource associated with this ciphertext")
                == "User: \(user) is not authorized to perform: kms:Decrypt on the resource associated with this "
                + "ciphertext because no resource-based policy allows the kms:Decrypt action")
    }
}

@Suite struct ExplanationTests {
    @Test func every_policy_is_in_it_and_why_it_did_not_match() throws {
        let other = #"{"Sid": "Other", "Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}"#
        let elsewhere = #"{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:*:alias/*"}"#
        let conditional =
            #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}}"#
        let policy = try keyPolicy(delegation + "," + statement("Deny", aws("999999999999")))
        let explanation = explain(
            request(policy: policy), by: try user(identity: [other, elsewhere, conditional]))
        #expect(explanation.decision == .denied(.implicit(.identityBased)))
        #expect(
            explanation.steps == [
                "arn:aws:iam::111122223333:user/alice asks for kms:Decrypt on \(keyARN)",
                "resource-based policy key policy, statement 1, Allow: matches, and leaves the decision to the policies of "
                    + "account 111122223333",
                "resource-based policy key policy, statement 2, Deny: not about the principal",
                "identity-based policy inline policy, statement 1 (Other), Allow: not about the action",
                "identity-based policy inline policy, statement 1, Allow: not about the resource",
                "identity-based policy inline policy, statement 1, Allow: condition not met: Bool aws:SecureTransport, and "
                    + "the request has no such key",
                "permissions boundary: none, so it does not limit",
                "session policy: none, so it does not limit",
                "denied: no identity-based policy allows it",
            ])
    }

    @Test func a_simulation_has_all_that_matched_and_the_keys_that_were_missing() throws {
        let conditional =
            #"{"Sid": "C", "Effect": "Deny", "Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"aws:UserName": "${aws:PrincipalTag/name}"}}}"#
        let alice = try user(identity: [allowDecrypt, conditional], boundary: denyDecrypt)
        let simulation = simulate(request(policy: try keyPolicy(delegation), ["aws:username": "a"]), by: alice)
        #expect(simulation.matched.map(\.reference.type) == [.resourceBased, .identityBased, .permissionsBoundary])
        #expect(simulation.matched.map(\.isAllow) == [true, true, false])
        #expect(simulation.matched[1].range.start == TextPosition(line: 1, column: 41))
        #expect(simulation.missingContextKeys == ["aws:PrincipalTag/name"])
        guard case .denied(.explicit(let statement)) = simulation.decision else {
            Issue.record("not denied")
            return
        }
        #expect(statement.type == .permissionsBoundary)
    }
}
