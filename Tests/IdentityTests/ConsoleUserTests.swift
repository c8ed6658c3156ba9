import IAMModel
import Testing

@testable import Identity

/// What other tools ask for before they delete a user.
@Suite("What only users of a console have") struct ConsoleUserTests {
    private static let lists: [IAMOperation] = [
        .listSSHPublicKeys, .listSigningCertificates, .listServiceSpecificCredentials, .listMFADevices,
    ]

    @Test("no user has", arguments: lists) func isEmpty(_ operation: IAMOperation) async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        #expect(await iam.ok(operation, ["UserName": "bob"]).text("IsTruncated") == "false")
        #expect(await iam.ok(operation).members == [])
        await iam.refused(
            operation, ["UserName": "eve"], "NoSuchEntity", "The user with name eve cannot be found.")
        await iam.refused(operation, ["UserName": "bob"], "AccessDenied", as: bob)
    }

    @Test("is no device either") func hasNoDevices() async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        #expect(await iam.ok(.listVirtualMFADevices, ["AssignmentStatus": "Any"]).members == [])
        await iam.refused(.listVirtualMFADevices, [:], "AccessDenied", as: bob)
    }

    @Test("is no password", arguments: [IAMOperation.getLoginProfile, .deleteLoginProfile])
    func hasNoPassword(_ operation: IAMOperation) async throws {
        let iam = try await IAM()
        let bob = try await iam.user("bob")
        await iam.refused(
            operation, ["UserName": "bob"], "NoSuchEntity", "Login Profile for User bob cannot be found.")
        await iam.refused(
            operation, ["UserName": "eve"], "NoSuchEntity", "The user with name eve cannot be found.")
        await iam.refused(operation, ["UserName": "bob"], "AccessDenied", as: bob)
    }
}
