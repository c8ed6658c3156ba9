import IAMModel
import Records

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
enum ListAccountAliases: AccountCommand {
    typealias Input = ListAccountAliasesRequest
    typealias Output = ListAccountAliasesResponse

    static let operation = IAMOperation.listAccountAliases

    static func run(
        _ request: Authorized<Self>, in call: IAMCall
    ) async throws(IAMFailure) -> ListAccountAliasesResponse {
        let alias = try await call.accountRecord().value.alias
        let page = try Page(
            of: alias.map { [$0] } ?? [], marker: request.input.marker, limit: request.input.maxItems
        ) { $0 }
        return ListAccountAliasesResponse(
            accountAliases: page.elements, isTruncated: page.isTruncated, marker: page.marker)
    }
}
