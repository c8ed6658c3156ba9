import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
@Suite struct GrantTests {
    private let aliceARN = "arn:aws:iam::111122223333:user/alice"
    private let roleARN = "arn:aws:iam::111122223333:role/app"
    private let finance: [Grant.Pair] = [("Department", "Finance"), ("Classification", "Public")]

    private func grant(
        _ id: String = "g", to grantee: String = "arn:aws:iam::111122223333:user/alice", pinned: String? = nil,
        of operations: Set<String> = ["Decrypt"], equals: [Grant.Pair]? = nil, subset: [Grant.Pair]? = nil,
        source: String? = nil
    ) -> Grant {
        Grant(
            id: id, grantee: .principal(grantee), granteeID: pinned, operations: operations, contextEquals: equals,
            contextSubset: subset, sourceARN: source)
    }

    private func found(
        _ grants: Grant..., operation: String = "Decrypt", by requester: Requester? = nil,
        context: [Grant.Pair] = [], source: String? = nil
    ) throws -> String? {
        GrantIndex(grants).match(
            operation: operation, requester: try requester ?? user(), encryptionContext: context, sourceARN: source)?
            .grantID
    }

    @Test func a_grant_gives_its_operations_to_its_grantee() throws {
        #expect(try found(grant()) == "g")
        #expect(try found(grant(), operation: "Encrypt") == nil)
        #expect(try found(grant(), by: try user("bob")) == nil)
        #expect(try found() == nil)
    }

    @Test func a_role_is_all_its_sessions_a_session_one_and_a_root_itself() throws {
        #expect(try found(grant(to: roleARN), by: try session(named: "two")) == "g")
        let one = "arn:aws:sts::111122223333:assumed-role/app/one"
        #expect(try found(grant(to: one), by: try session(named: "one")) == "g")
        #expect(try found(grant(to: one), by: try session(named: "two")) == nil)
        let rootARN = "arn:aws:iam::111122223333:root"
        #expect(try found(grant(to: rootARN), by: root()) == "g")
        #expect(try found(grant(to: rootARN)) == nil)
        #expect(try found(grant(), by: try federated()) == nil)
    }

    @Test func a_pinned_grantee_is_the_one_with_the_id() throws {
        #expect(try found(grant(pinned: "AIDAALICEALICEALICE1")) == "g")
        #expect(try found(grant(pinned: "AIDAALICEALICEALICE2")) == nil)
        #expect(try found(grant(to: roleARN, pinned: "AROAAPPAPPAPPAPPAPP1"), by: try session()) == "g")
        #expect(try found(grant(to: roleARN, pinned: "AROAAPPAPPAPPAPPAPP9"), by: try session()) == nil)
        let one = "arn:aws:sts::111122223333:assumed-role/app/one"
        #expect(try found(grant(to: one, pinned: "AROAAPPAPPAPPAPPAPP1"), by: try session()) == "g")
        #expect(try found(grant(to: one, pinned: "AROAAPPAPPAPPAPPAPP1"), by: try session(named: "two")) == nil)
    }

    @Test func services_are_grantees_by_name_and_not_users_of_that_name() throws {
        let grant = Grant(id: "g", grantee: .service("s3.amazonaws.com"), operations: ["Decrypt"])
        #expect(try found(grant, by: service("s3.amazonaws.com")) == "g")
        #expect(try found(grant, by: service("ec2.amazonaws.com")) == nil)
    }

    @Test func a_source_is_the_only_one_the_grant_is_for() throws {
        let source = "arn:aws:s3:::bucket"
        #expect(try found(grant(source: source), source: source) == "g")
        #expect(try found(grant(source: source)) == nil)
        #expect(try found(grant(source: source), source: "arn:aws:s3:::other") == nil)
        #expect(try found(grant(), source: source) == "g")
    }

    @Test func equals_wants_the_same_pairs_in_any_order() throws {
        let grant = grant(equals: finance)
        #expect(try found(grant, context: finance.reversed()) == "g")
        #expect(try found(grant, context: finance + [("x", "y")]) == nil)
        #expect(try found(grant, context: [finance[0]]) == nil)
        #expect(try found(grant) == nil)
    }

    @Test func subset_wants_its_pairs_among_others() throws {
        let grant = grant(subset: finance)
        #expect(try found(grant, context: [("Customer", "12345")] + finance) == "g")
        #expect(try found(grant, context: finance) == "g")
        #expect(try found(grant, context: [finance[0]]) == nil)
        #expect(try found(grant, context: [("department", "finance"), ("classification", "public")]) == nil)
        #expect(try found(grant) == nil)
    }

    @Test func constraints_that_exclude_each_other_give_nothing() throws {
        let grant = grant(equals: [finance[0]], subset: [finance[1]])
        #expect(try found(grant, context: [finance[0]]) == nil)
        #expect(try found(grant, context: finance) == nil)
        #expect(try found(self.grant(equals: finance, subset: [finance[1]]), context: finance) == "g")
    }

    @Test func pairs_are_compared_by_bytes() throws {
        #expect(try found(grant(subset: [("caf\u{E9}", "x")]), context: [("cafe\u{301}", "x")]) == nil)
        #expect(try found(grant(equals: [("x", "caf\u{E9}")]), context: [("x", "cafe\u{301}")]) == nil)
    }

    @Test func constraints_are_not_for_operations_without_an_encryption_context() throws {
        let grant = grant(of: ["DescribeKey", "RetireGrant", "CreateGrant", "Decrypt"], equals: finance)
        for operation in ["DescribeKey", "RetireGrant", "CreateGrant"] {
            #expect(try found(grant, operation: operation) == "g")
        }
        #expect(try found(grant, operation: "Decrypt") == nil)
    }

    @Test func one_of_many_is_found_by_its_pair() throws {
        let grants = (0..<500).map { grant("g\($0)", subset: [("all", "same"), ("table", "t\($0)")]) }
        let index = GrantIndex(grants)
        let alice = try user()
        func match(_ table: String) -> String? {
            index.match(
                operation: "Decrypt", requester: alice, encryptionContext: [("all", "same"), ("table", table)],
                sourceARN: nil)?.grantID
        }
        #expect(match("t321") == "g321")
        #expect(match("t500") == nil)
    }

    @Test func the_index_finds_what_looking_at_each_grant_finds() throws {
        var random = Seeded(7)
        let pairs: [Grant.Pair] = [("a", "1"), ("a", "2"), ("b", "1"), ("c", "")]
        let operations = ["Decrypt", "Encrypt", "DescribeKey"]
        func some() -> [Grant.Pair] { pairs.filter { _ in Bool.random(using: &random) } }
        for _ in 0..<300 {
            let grants = (0..<6).map { number in
                grant(
                    "\(number)", of: [operations.randomElement(using: &random) ?? ""],
                    equals: number % 3 == 0 ? some() : nil, subset: number % 3 == 1 ? some() : nil)
            }
            let context = some()
            for operation in operations {
                let fits = grants.filter { grant in
                    guard grant.operations.contains(operation) else { return false }
                    if operation == "DescribeKey" { return true }
                    let given = Set(context.map { "\($0)" })
                    return grant.contextEquals.map { Set($0.map { "\($0)" }) == given } ?? true
                        && Set((grant.contextSubset ?? []).map { "\($0)" }).isSubset(of: given)
                }.map(\.id)
                let match = GrantIndex(grants).match(
                    operation: operation, requester: try user(), encryptionContext: context, sourceARN: nil)
                #expect(match == nil ? fits.isEmpty : fits.contains(match?.grantID ?? ""))
            }
        }
    }

    @Test func a_child_has_some_of_the_operations_and_as_strict_constraints() {
        let parent = grant(of: ["GenerateDataKey", "Decrypt", "CreateGrant"], subset: [("Department", "IT")])
        #expect(parent.permitsChild(grant(of: ["CreateGrant", "Decrypt"], equals: [("Department", "IT")])))
        #expect(parent.permitsChild(grant(of: ["Decrypt"], subset: [("Department", "IT"), ("x", "y")])))
        #expect(parent.permitsChild(grant(of: ["Decrypt"], equals: [("Department", "IT"), ("x", "y")])))
        #expect(!parent.permitsChild(grant(of: ["Decrypt"])))
        #expect(!parent.permitsChild(grant(of: ["Decrypt"], subset: [("x", "y")])))
        #expect(!parent.permitsChild(grant(of: ["Encrypt"], subset: [("Department", "IT")])))
        let strict = grant(of: ["Decrypt", "CreateGrant"], equals: [("Department", "IT")])
        #expect(strict.permitsChild(grant(of: ["Decrypt"], equals: [("Department", "IT")])))
        #expect(!strict.permitsChild(grant(of: ["Decrypt"], subset: [("Department", "IT")])))
        #expect(!strict.permitsChild(grant(of: ["Decrypt"], equals: [("Department", "IT"), ("x", "y")])))
        #expect(
            !grant(of: ["Decrypt"]).permitsChild(grant(of: ["Decrypt"])), "without CreateGrant there are no children")
    }

    @Test func the_parent_of_a_child_is_the_grant_that_permits_it() throws {
        let index = GrantIndex([
            grant("narrow", of: ["CreateGrant", "Encrypt"]), grant("wide", of: ["CreateGrant", "Decrypt"]),
        ])
        let child = grant(of: ["Decrypt"])
        #expect(index.parent(of: child, requester: try user(), sourceARN: nil)?.grantID == "wide")
        #expect(index.parent(of: child, requester: try user("bob"), sourceARN: nil) == nil)
        #expect(index.parent(of: grant(of: ["Sign"]), requester: try user(), sourceARN: nil) == nil)
    }

    @Test func a_grant_allows_without_any_policy_and_across_accounts() throws {
        let match = GrantMatch(grantID: "g")
        #expect(try isAllowed(try user(), by: delegation, grants: match))
        #expect(try isAllowed(try user(of: otherAccount), by: delegation, grants: match))
        #expect(try isAllowed(service("s3.amazonaws.com"), by: delegation, grants: match))
    }

    @Test func a_grant_to_a_role_is_limited_by_boundary_and_session() throws {
        let index = GrantIndex([grant(to: roleARN)])
        let nothing = #"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#
        func isAllowed(_ requester: Requester) throws -> Bool {
            let match = index.match(operation: "Decrypt", requester: requester, encryptionContext: [], sourceARN: nil)
            return decide(request(policy: try keyPolicy(delegation)), by: requester, grants: match).isAllowed
        }
        #expect(try isAllowed(try session()))
        #expect(try !isAllowed(try session(boundary: nothing)))
        #expect(try !isAllowed(try session(session: [nothing])))
    }
}
