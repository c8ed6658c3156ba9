import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_ConnectCustomKeyStore.html
enum ConnectCustomKeyStore: CustomKeyStoreOperation {
    typealias Input = ConnectCustomKeyStoreRequest
    typealias Output = ConnectCustomKeyStoreResponse
    static let operation = KMSOperation.connectCustomKeyStore

    static func storeID(_ input: ConnectCustomKeyStoreRequest) -> String { input.customKeyStoreId }
}
