import IAMModel
import Testing

@testable import Identity

@Suite("Changes at the same time") struct IAMConcurrencyTests {
    /// The same world as several processes see it.
    private func processes(_ count: Int) async throws -> [IAM] {
        let world = World()
        var processes: [IAM] = []
        for seed in 0..<count { processes.append(try await IAM(world, seed: UInt64(30 + seed))) }
        return processes
    }

    private static func codes(
        _ calls: [@Sendable () async -> Answer]
    ) async -> [String] {
        await withTaskGroup(of: String.self) { group in
            for call in calls { group.addTask { await call().error?.code ?? "ok" } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("make one user of a name") func makeOneUser() async throws {
        let processes = try await processes(8)
        let codes = await Self.codes(
            processes.enumerated().map { index, iam in
                { await iam.call(.createUser, ["UserName": index % 2 == 0 ? "bob" : "BOB"]) }
            })
        #expect(codes.count { $0 == "ok" } == 1)
        #expect(codes.count { $0 == "EntityAlreadyExists" } == 7)
        #expect(await processes[0].ok(.getAccountSummary).xml.contains("<value>1</value>"))
    }

    @Test("count every user") func countUsers() async throws {
        let processes = try await processes(4)
        let codes = await Self.codes(
            (0..<24).map { number in { await processes[number % 4].call(.createUser, ["UserName": "u\(number)"]) } })
        #expect(codes == Array(repeating: "ok", count: 24))
        #expect(try await processes[0].identity.accounts().first?.userCount == 24)
    }

    @Test("attach a policy, or delete it, never both") func attachOrDelete() async throws {
        for round in 0..<10 {
            let processes = try await processes(2)
            let arn = "arn:aws:iam::111122223333:policy/p"
            await processes[0].ok(.createPolicy, ["PolicyName": "p", "PolicyDocument": IAM.everything])
            let bob = try await processes[0].user("bob")
            let calls: [@Sendable () async -> Answer] = [
                { await processes[0].call(.attachUserPolicy, ["UserName": "bob", "PolicyArn": arn]) },
                { await processes[1].call(.deletePolicy, ["PolicyArn": arn]) },
            ]
            let codes = await Self.codes(round % 2 == 0 ? calls : calls.reversed())
            #expect(codes.count { $0 == "ok" } == 1)
            #expect(try await processes[1].identity.caller(for: bob) != nil)
        }
    }

    @Test("fill a group, or delete it, never both") func fillOrDelete() async throws {
        for _ in 0..<10 {
            let processes = try await processes(2)
            await processes[0].ok(.createGroup, ["GroupName": "g"])
            let bob = try await processes[0].user("bob")
            let codes = await Self.codes([
                { await processes[0].call(.addUserToGroup, ["GroupName": "g", "UserName": "bob"]) },
                { await processes[1].call(.deleteGroup, ["GroupName": "g"]) },
            ])
            #expect(codes.count { $0 == "ok" } == 1)
            #expect(try await processes[1].identity.caller(for: bob) != nil)
        }
    }

    @Test("make no third access key") func makeTwoKeys() async throws {
        let processes = try await processes(6)
        _ = try await processes[0].user("bob")
        let codes = await Self.codes(
            processes.map { iam in { await iam.call(.createAccessKey, ["UserName": "bob"]) } })
        #expect(codes.count { $0 == "ok" } == 2)
        #expect(codes.count { $0 == "LimitExceeded" } == 4)
        #expect(try await processes[0].world.stored("access-key").count == 2)
    }

    @Test("to a user's tags and policies all count") func changeOneUser() async throws {
        let processes = try await processes(4)
        _ = try await processes[0].user("bob")
        let codes = await Self.codes(
            (0..<20).map { number in
                {
                    await processes[number % 4].call(
                        .tagUser,
                        ["UserName": "bob", "Tags.member.1.Key": "k\(number)", "Tags.member.1.Value": "v"])
                }
            })
        #expect(codes == Array(repeating: "ok", count: 20))
        #expect(await processes[0].ok(.listUserTags, ["UserName": "bob"]).texts("Key").count == 20)
    }
}
