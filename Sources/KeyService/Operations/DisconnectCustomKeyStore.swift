import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DisconnectCustomKeyStore.html
enum DisconnectCustomKeyStore: CustomKeyStoreOperation {
    typealias Input = DisconnectCustomKeyStoreRequest
    typealias Output = DisconnectCustomKeyStoreResponse
    static let operation = KMSOperation.disconnectCustomKeyStore

    static func storeID(_ input: DisconnectCustomKeyStoreRequest) -> String { input.customKeyStoreId }
}
