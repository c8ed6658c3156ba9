import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
@Suite struct PrincipalTests {
    private let aliceARN = "arn:aws:iam::111122223333:user/alice"
    private let roleARN = "arn:aws:iam::111122223333:role/app"
    private let sessionARN = "arn:aws:sts::111122223333:assumed-role/app/one"

    private func allows(_ principal: String, _ requester: Requester, ids: [String: String] = [:]) throws -> Bool {
        try isAllowed(requester, by: statement("Allow", principal), ids: ids)
    }

    @Test func everybody_is_a_star_in_either_spelling() throws {
        for principal in [#""*""#, aws("*")] {
            #expect(try allows(principal, try user()))
            #expect(try allows(principal, try session()))
            #expect(try allows(principal, root()))
            #expect(try allows(principal, service("s3.amazonaws.com")))
        }
    }

    @Test func a_user_is_named_by_the_arn_with_its_case() throws {
        #expect(try allows(aws(aliceARN), try user()))
        #expect(try !allows(aws(aliceARN), try user("Alice")))
        #expect(try !allows(aws(aliceARN), try user("alice", of: otherAccount)))
        #expect(try !allows(aws("arn:aws-cn:iam::111122223333:user/alice"), try user()))
    }

    @Test func a_role_is_all_its_sessions_and_a_session_is_one() throws {
        #expect(try allows(aws(roleARN), try session(named: "two")))
        #expect(try allows(aws(sessionARN), try session(named: "one")))
        #expect(try !allows(aws(sessionARN), try session(named: "two")))
        #expect(try !allows(aws(roleARN), try session(of: "other")))
        #expect(try allows(aws("arn:aws:iam::111122223333:role/team/app"), try session(of: "team/app")))
        #expect(try !allows(aws(roleARN), try session(of: "team/app")))
    }

    @Test func a_federated_session_is_named_by_its_own_arn() throws {
        let bob = aws("arn:aws:sts::111122223333:federated-user/bob")
        #expect(try allows(bob, try federated("bob")))
        #expect(try !allows(bob, try federated("eve")))
    }

    @Test func unique_ids_name_whoever_has_them() throws {
        #expect(try allows(aws("AIDAALICEALICEALICE1"), try user()))
        #expect(try !allows(aws("AIDAALICEALICEALICE1"), try user(id: "AIDAALICEALICEALICE2")))
        #expect(try allows(aws("AROAAPPAPPAPPAPPAPP1"), try session()))
    }

    @Test func a_principal_made_anew_under_the_same_arn_is_another_one() throws {
        let ids = [aliceARN: "AIDAALICEALICEALICE1", roleARN: "AROAAPPAPPAPPAPPAPP1"]
        #expect(try allows(aws(aliceARN), try user(), ids: ids))
        #expect(try !allows(aws(aliceARN), try user(id: "AIDAALICEALICEALICE2"), ids: ids))
        #expect(try allows(aws(aliceARN), try user("renamed"), ids: ids))
        #expect(try allows(aws(roleARN), try session(), ids: ids))
        #expect(try !allows(aws(roleARN), try session(id: "AROAAPPAPPAPPAPPAPP2"), ids: ids))
    }

    @Test func services_are_named_exactly() throws {
        let principal = #"{"Service": "s3.amazonaws.com"}"#
        #expect(try allows(principal, service("s3.amazonaws.com")))
        #expect(try !allows(principal, service("s3.us-east-1.amazonaws.com")))
        #expect(try !allows(principal, try user()))
        #expect(try !allows(aws(account), service("s3.amazonaws.com")))
    }

    @Test func a_canonical_user_is_nobody() throws {
        #expect(try !allows(#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbaced"}"#, try user()))
    }

    @Test func a_web_identity_is_allowed_by_its_provider_in_a_trust_policy_alone() throws {
        let provider = "arn:aws:iam::111122223333:oidc-provider/issuer.example.com"
        let somebody = Requester(
            kind: .webIdentity(provider: provider), arn: provider, account: "", uniqueID: "", policies: .none)
        func allows(_ principal: String, _ effect: String = "Allow") throws -> Bool {
            let body =
                #"{"Effect": "\#(effect)", "Principal": \#(principal), "Action": "sts:AssumeRoleWithWebIdentity"}"#
            let policy = ResourcePolicy(
                document: try document(
                    #"{"Effect": "Allow", "Principal": {"Federated": "\#(provider)"}, "Action": "sts:*"},"# + body,
                    as: .trust))
            let alone = ResourcePolicy(document: try document(body, as: .trust))
            return decide(
                request("sts:AssumeRoleWithWebIdentity", policy: effect == "Allow" ? alone : policy), by: somebody
            ).isAllowed
        }
        #expect(try allows(#"{"Federated": "\#(provider)"}"#))
        #expect(try !allows(#"{"Federated": "\#(provider)2"}"#))
        #expect(try !allows(#""*""#))
        #expect(try !allows(#""*""#, "Deny"))
        #expect(try !isAllowed(somebody, by: statement("Allow", #"{"Federated": "\#(provider)"}"#)))
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    @Test func not_principal_leaves_out_who_is_named_together_with_the_account() throws {
        func allows(_ requester: Requester, _ names: String...) throws -> Bool {
            let list = #"{"AWS": [\#(names.map { "\"\($0)\"" }.joined(separator: ", "))]}"#
            return try isAllowed(
                requester, by: [statement("Allow", #""*""#), statement("Deny", list, not: true)].joined(separator: ","))
        }
        let rootARN = "arn:aws:iam::111122223333:root"
        #expect(try allows(try user(), aliceARN, rootARN))
        #expect(try !allows(try user(), aliceARN))
        #expect(try !allows(try user("bob"), aliceARN, rootARN))
        #expect(try allows(root(), account))
        #expect(try allows(try session(), sessionARN, roleARN, rootARN))
        #expect(try !allows(try session(), roleARN, rootARN))
        #expect(try !allows(try session(named: "two"), sessionARN, roleARN, rootARN))
        let bounded = try user(boundary: allowDecrypt)
        #expect(try !allows(bounded, aliceARN, rootARN), "a boundary undoes NotPrincipal")
    }
}
