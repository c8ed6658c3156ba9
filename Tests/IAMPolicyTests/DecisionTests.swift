import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
@Suite struct DecisionTests {
    private let aliceARN = "arn:aws:iam::111122223333:user/alice"
    private let roleARN = "arn:aws:iam::111122223333:role/app"
    private let sessionARN = "arn:aws:sts::111122223333:assumed-role/app/one"
    private let nothing = #"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#

    private func decision(_ requester: Requester, by policy: String?) throws -> Decision {
        decide(request(policy: try policy.map { try keyPolicy($0) }), by: requester)
    }

    private func denial(_ requester: Requester, by policy: String?) throws -> Denial? {
        if case .denied(let denial) = try decision(requester, by: policy) { denial } else { nil }
    }

    @Test func a_key_policy_that_delegates_leaves_it_to_identity_policies() throws {
        #expect(try denial(try user(), by: delegation) == .implicit(.identityBased))
        guard
            case .allowed(.identityPolicy(let statement)) =
                try decision(try user(identity: [nothing, allowDecrypt]), by: delegation)
        else {
            Issue.record("not allowed by an identity policy")
            return
        }
        #expect(statement.type == .identityBased)
        #expect(statement.index == 0)
    }

    @Test func a_key_policy_that_delegates_to_another_account_gives_its_own_nothing() throws {
        let policy = statement("Allow", aws(otherAccount))
        #expect(try denial(try user(identity: [allowDecrypt]), by: policy) == .implicit(.resourceBased))
        #expect(try denial(root(), by: policy) == .implicit(.resourceBased))
    }

    @Test func identity_policies_alone_give_nothing_on_a_key() throws {
        let alice = try user(identity: [allowDecrypt])
        let policy = statement("Allow", aws("arn:aws:iam::111122223333:user/bob"))
        #expect(try denial(alice, by: policy) == .implicit(.resourceBased))
    }

    @Test func a_resource_without_a_policy_leaves_it_to_identity_policies() throws {
        #expect(try decision(try user(identity: [allowDecrypt]), by: nil).isAllowed)
        #expect(try denial(try user(), by: nil) == .implicit(.identityBased))
        #expect(try decision(root(), by: nil) == .allowed(.root))
        #expect(try denial(root(of: otherAccount), by: nil) == .implicit(.resourceBased))
        #expect(try denial(try user(of: otherAccount, identity: [allowDecrypt]), by: nil) == .implicit(.resourceBased))
        #expect(try denial(service("s3.amazonaws.com"), by: nil) == .implicit(.resourceBased))
    }

    @Test func the_root_is_allowed_what_its_account_is() throws {
        #expect(try decision(root(), by: delegation).isAllowed)
        #expect(try decision(root(), by: delegation + "," + statement("Deny", aws(account))).isAllowed == false)
    }

    @Test func a_boundary_limits_what_identity_policies_give() throws {
        #expect(
            try denial(try user(identity: [allowDecrypt], boundary: nothing), by: delegation)
                == .implicit(.permissionsBoundary))
        #expect(try decision(try user(identity: [allowDecrypt], boundary: allowDecrypt), by: delegation).isAllowed)
        #expect(try denial(try user(boundary: allowDecrypt), by: delegation) == .implicit(.identityBased))
    }

    @Test func session_policies_limit_what_identity_policies_give() throws {
        let both = try session(identity: [allowDecrypt], session: [nothing, allowDecrypt])
        #expect(try decision(both, by: delegation).isAllowed)
        #expect(
            try denial(try session(identity: [allowDecrypt], session: [nothing]), by: delegation)
                == .implicit(.session))
        #expect(try denial(try session(session: [allowDecrypt]), by: delegation) == .implicit(.identityBased))
    }

    @Test func a_policy_that_names_a_user_or_a_session_is_not_limited() throws {
        #expect(try decision(try user(boundary: nothing), by: statement("Allow", aws(aliceARN))).isAllowed)
        let one = try session(boundary: nothing, session: [nothing])
        #expect(try decision(one, by: statement("Allow", aws(sessionARN))).isAllowed)
        #expect(try decision(one, by: statement("Allow", #""*""#)).isAllowed)
        let bob = aws("arn:aws:sts::111122223333:federated-user/bob")
        #expect(try decision(try federated(session: [nothing]), by: statement("Allow", bob)).isAllowed)
        #expect(try decision(try federated(), by: statement("Allow", bob)).isAllowed)
    }

    @Test func a_policy_that_names_a_role_is_limited_by_boundary_and_session() throws {
        let policy = statement("Allow", aws(roleARN))
        #expect(try decision(try session(), by: policy).isAllowed)
        #expect(try denial(try session(boundary: nothing), by: policy) == .implicit(.permissionsBoundary))
        #expect(try denial(try session(session: [nothing]), by: policy) == .implicit(.session))
        #expect(try decision(try session(boundary: allowDecrypt, session: [allowDecrypt]), by: policy).isAllowed)
    }

    @Test func a_policy_that_names_who_federated_is_limited_by_the_session() throws {
        let policy = statement("Allow", aws(aliceARN))
        #expect(try denial(try federated(session: [nothing]), by: policy) == .implicit(.session))
        #expect(try denial(try federated(), by: policy) == .implicit(.session))
        #expect(try decision(try federated(session: [allowDecrypt]), by: policy).isAllowed)
    }

    @Test func a_federated_session_has_what_both_its_user_and_its_policies_have() throws {
        let both = try federated(identity: [allowDecrypt], session: [allowDecrypt])
        #expect(try decision(both, by: delegation).isAllowed)
        #expect(try denial(try federated(identity: [allowDecrypt]), by: delegation) == .implicit(.session))
        #expect(try denial(try federated(session: [allowDecrypt]), by: delegation) == .implicit(.identityBased))
        #expect(try decision(try federated(by: "root", session: [allowDecrypt]), by: delegation).isAllowed)
        #expect(try denial(try federated(by: "root"), by: delegation) == .implicit(.session))
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    @Test func across_accounts_both_sides_must_allow() throws {
        let theirs = "arn:aws:iam::444455556666:user/alice"
        for principal in [aws(theirs), aws(otherAccount), aws("arn:aws:iam::444455556666:root"), #""*""#] {
            let policy = statement("Allow", principal)
            #expect(try decision(try user(of: otherAccount, identity: [allowDecrypt]), by: policy).isAllowed)
            #expect(try denial(try user(of: otherAccount), by: policy) == .implicit(.identityBased))
            #expect(
                try denial(try user(of: otherAccount, identity: [allowDecrypt], boundary: nothing), by: policy)
                    == .implicit(.permissionsBoundary))
        }
        #expect(
            try denial(try user(of: otherAccount, identity: [allowDecrypt]), by: delegation)
                == .implicit(.resourceBased))
        #expect(try decision(root(of: otherAccount), by: statement("Allow", aws(otherAccount))).isAllowed)
        let one = try session(of: "app", of: otherAccount, session: [nothing])
        let named = statement("Allow", aws("arn:aws:sts::444455556666:assumed-role/app/one"))
        #expect(try denial(one, by: named) == .implicit(.identityBased))
    }

    @Test func services_need_the_resources_policy_and_no_other() throws {
        let policy = statement("Allow", #"{"Service": "s3.amazonaws.com"}"#)
        #expect(try decision(service("s3.amazonaws.com"), by: policy).isAllowed)
        #expect(try denial(service("ec2.amazonaws.com"), by: policy) == .implicit(.resourceBased))
    }

    @Test func a_deny_tells_its_policy() throws {
        let alice = Requester(
            kind: .user, arn: aliceARN, account: account, uniqueID: "AIDA",
            policies: PrincipalPolicies(
                identity: [try attached(denyDecrypt, arn: "arn:aws:iam::111122223333:policy/no")]))
        guard case .explicit(let statement)? = try denial(alice, by: delegation) else {
            Issue.record("not denied")
            return
        }
        #expect(statement.policyARN == "arn:aws:iam::111122223333:policy/no")
        #expect(statement.type == .identityBased)
    }

    @Test func a_deny_in_a_policy_of_any_type_wins_and_tells_its_type() throws {
        let both = [allowDecrypt, denyDecrypt]
        func type(_ requester: Requester, _ policy: String) throws -> PolicyType? {
            guard case .explicit(let statement)? = try denial(requester, by: policy) else { return nil }
            return statement.type
        }
        let all = delegation + "," + statement("Allow", #""*""#)
        #expect(try type(try session(identity: both), all) == .identityBased)
        #expect(try type(try session(boundary: both.joined(separator: ",")), all) == .permissionsBoundary)
        #expect(try type(try session(session: both), all) == .session)
        #expect(try type(try session(), all + "," + statement("Deny", aws(roleARN))) == .resourceBased)
        #expect(try type(try session(), all + "," + statement("Deny", aws(account))) == .resourceBased)
    }

    @Test func actions_have_no_case_and_resources_have() throws {
        #expect(try isAllowed(try user(identity: [allowDecrypt]), "KMS:decrypt", by: delegation))
        let upper = #"{"Effect": "Allow", "Action": "KMS:DECRYPT", "Resource": "arn:aws:kms:*:*:key/A*"}"#
        #expect(try isAllowed(try user(identity: [upper]), on: "arn:aws:kms:x:1:key/Ab", by: delegation))
        #expect(try !isAllowed(try user(identity: [upper]), on: "arn:aws:kms:x:1:key/ab", by: delegation))
    }

    @Test func a_star_in_an_arn_stays_between_colons() throws {
        let body = #"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:kms:*:key/*"}"#
        #expect(try !isAllowed(try user(identity: [body]), by: delegation))
        let short = #"{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:kms"}"#
        #expect(try isAllowed(try user(identity: [short]), by: delegation))
        #expect(try !isAllowed(try user(identity: [short]), on: "arn:aws:s3:::bucket", by: delegation))
    }

    @Test func what_has_no_resource_needs_a_star() throws {
        let anyKey = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:*:*:*"}"#
        #expect(try !isAllowed(try user(identity: [anyKey]), "kms:ListKeys", on: "*", by: nil))
        let any = #"{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}"#
        #expect(try isAllowed(try user(identity: [any]), "kms:ListKeys", on: "*", by: nil))
    }

    @Test func not_action_and_not_resource_are_all_others() throws {
        let others = #"{"Effect": "Allow", "NotAction": "kms:Decrypt", "Resource": "*"}"#
        #expect(try !isAllowed(try user(identity: [others]), by: delegation))
        #expect(try isAllowed(try user(identity: [others]), "kms:Encrypt", by: delegation))
        let elsewhere = #"{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:kms:*:*:key/1*"}"#
        #expect(try !isAllowed(try user(identity: [elsewhere]), by: delegation))
        #expect(try isAllowed(try user(identity: [elsewhere]), on: "arn:aws:kms:x:1:key/2", by: delegation))
    }
}
