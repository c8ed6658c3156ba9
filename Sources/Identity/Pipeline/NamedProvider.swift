import IAMModel
import IAMPolicy
import Records

/// An OpenID Connect provider that a request names, whether it is there or not.
struct NamedProvider: Sendable {
    let arn: String
    /// Without its scheme.
    let url: String
    let found: Versioned<OIDCProviderRecord>?

    func required() throws(IAMFailure) -> Versioned<OIDCProviderRecord> {
        guard let found else { throw .providerNotFound(arn) }
        return found
    }
}

/// A command about one OpenID Connect provider, by its ARN.
protocol ProviderCommand: IAMCommand where Subject == NamedProvider {
    static func arn(_ input: Input) -> String

    /// The permission with whatever conditions may ask of the request.
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission
}

extension ProviderCommand {
    static func permission(_ permission: IAMPermission, _ input: Input) -> IAMPermission { permission }

    static func find(_ input: Input, in call: IAMCall) async throws(IAMFailure) -> NamedProvider {
        let arn = arn(input)
        let prefix = call.arn("oidc-provider/")
        guard arn.utf8.starts(with: prefix.utf8), arn.utf8.count > prefix.utf8.count else { throw .invalidARN(arn) }
        let url = String(decoding: arn.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        let found = try await call.read(
            OIDCProviderRecord.self, OIDCProviderRecord.recordID(url, account: call.account))
        let isSame = found?.value.url.utf8.elementsEqual(url.utf8) == true
        return NamedProvider(arn: arn, url: url, found: isSame ? found : nil)
    }

    static func permissions(_ input: Input, _ subject: NamedProvider, in call: IAMCall) -> [IAMPermission] {
        [permission(IAMPermission(operation, on: subject.arn).tagged(subject.found?.value.tags ?? []), input)]
    }
}
