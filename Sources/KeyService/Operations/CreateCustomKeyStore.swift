import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateCustomKeyStore.html
enum CreateCustomKeyStore: AccountOperation {
    typealias Input = CreateCustomKeyStoreRequest
    static let operation = KMSOperation.createCustomKeyStore

    static func run(
        _ request: Authorized<CreateCustomKeyStore>, in call: Call
    ) async throws(Failure) -> CreateCustomKeyStoreResponse {
        throw .notBuilt("custom key stores")
    }
}
