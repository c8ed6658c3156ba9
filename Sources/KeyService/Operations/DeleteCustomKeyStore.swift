import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteCustomKeyStore.html
enum DeleteCustomKeyStore: CustomKeyStoreOperation {
    typealias Input = DeleteCustomKeyStoreRequest
    typealias Output = DeleteCustomKeyStoreResponse
    static let operation = KMSOperation.deleteCustomKeyStore

    static func storeID(_ input: DeleteCustomKeyStoreRequest) -> String { input.customKeyStoreId }
}
