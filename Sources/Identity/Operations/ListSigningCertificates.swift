import IAMModel

/// There are none.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html
enum ListSigningCertificates: SelfCommand {
    typealias Input = ListSigningCertificatesRequest
    typealias Output = ListSigningCertificatesResponse

    static let operation = IAMOperation.listSigningCertificates

    static func name(_ input: ListSigningCertificatesRequest) -> String? { input.userName }

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListSigningCertificatesResponse {
        try call.checkUser(request)
        return ListSigningCertificatesResponse(certificates: [], isTruncated: false)
    }
}
