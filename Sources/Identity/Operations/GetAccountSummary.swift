import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
enum GetAccountSummary: AccountCommand {
    typealias Input = GetAccountSummaryRequest
    typealias Output = GetAccountSummaryResponse

    static let operation = IAMOperation.getAccountSummary

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> GetAccountSummaryResponse {
        let account = try await call.accountRecord().value
        var versions = 0
        var last: String?
        repeat {
            let batch = try await call.scan(ManagedPolicyRecord.self, after: last, limit: 100)
            versions += batch.reduce(0) { $0 + $1.versions.count }
            last = batch.count == 100 ? batch.last?.recordID.name : nil
        } while last != nil
        var summary = quotas
        summary[.users] = account.userCount
        summary[.groups] = account.groupCount
        summary[.roles] = account.roleCount
        summary[.policies] = account.policyCount
        summary[.providers] = account.providerCount
        summary[.policyVersionsInUse] = versions
        return GetAccountSummaryResponse(summaryMap: summary)
    }

    /// With zeros for what there is none of here.
    private static let quotas: [SummaryKeyType: Int] = [
        .usersQuota: Quotas.users, .groupsQuota: Quotas.groups, .rolesQuota: Quotas.roles,
        .policiesQuota: Quotas.policies, .groupsPerUserQuota: Quotas.groupsPerUser,
        .accessKeysPerUserQuota: Quotas.accessKeysPerUser, .attachedPoliciesPerUserQuota: Quotas.policiesPerHolder,
        .attachedPoliciesPerGroupQuota: Quotas.policiesPerHolder,
        .attachedPoliciesPerRoleQuota: Quotas.policiesPerHolder,
        .versionsPerPolicyQuota: Quotas.versionsPerPolicy, .policySizeQuota: Quotas.managedPolicySize,
        .assumeRolePolicySizeQuota: Quotas.trustPolicySize,
        .userPolicySizeQuota: Quotas.inlinePolicySize(.user),
        .groupPolicySizeQuota: Quotas.inlinePolicySize(.group),
        .rolePolicySizeQuota: Quotas.inlinePolicySize(.role),
        .policyVersionsInUseQuota: Quotas.policies * Quotas.versionsPerPolicy, .serverCertificates: 0,
        .serverCertificatesQuota: 0, .signingCertificatesPerUserQuota: 0, .mfaDevices: 0, .mfaDevicesInUse: 0,
        .accountMFAEnabled: 0, .accountAccessKeysPresent: 0, .accountPasswordPresent: 0,
        .accountSigningCertificatesPresent: 0, .globalEndpointTokenVersion: 1, .instanceProfiles: 0,
        .instanceProfilesQuota: 0,
    ]
}
