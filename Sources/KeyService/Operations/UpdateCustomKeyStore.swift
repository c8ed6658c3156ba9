import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateCustomKeyStore.html
enum UpdateCustomKeyStore: CustomKeyStoreOperation {
    typealias Input = UpdateCustomKeyStoreRequest
    typealias Output = UpdateCustomKeyStoreResponse
    static let operation = KMSOperation.updateCustomKeyStore

    static func storeID(_ input: UpdateCustomKeyStoreRequest) -> String { input.customKeyStoreId }
}
