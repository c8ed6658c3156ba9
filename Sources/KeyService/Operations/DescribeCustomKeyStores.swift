import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeCustomKeyStores.html
enum DescribeCustomKeyStores: AccountOperation {
    typealias Input = DescribeCustomKeyStoresRequest
    static let operation = KMSOperation.describeCustomKeyStores

    /// There are no custom key stores yet, and so no second page of them.
    static func run(
        _ request: Authorized<DescribeCustomKeyStores>, in call: Call
    ) async throws(Failure) -> DescribeCustomKeyStoresResponse {
        let input = request.input
        if input.customKeyStoreId != nil, input.customKeyStoreName != nil {
            throw .validation("Please specify either CustomKeyStoreId or CustomKeyStoreName, but not both.")
        }
        if input.marker != nil { throw .invalidMarker }
        if let id = input.customKeyStoreId { throw .customKeyStoreNotFound(id: id) }
        if let name = input.customKeyStoreName {
            throw .refused(.customKeyStoreNotFoundException, "There is no custom key store with the name \(name).")
        }
        return DescribeCustomKeyStoresResponse(customKeyStores: [], truncated: false)
    }
}

/// An operation on one custom key store: there is none, whichever is named.
protocol CustomKeyStoreOperation: AccountOperation {
    static func storeID(_ input: Input) -> String
}

extension CustomKeyStoreOperation {
    static func run(_ request: Authorized<Self>, in call: Call) async throws(Failure) -> Output {
        throw .customKeyStoreNotFound(id: storeID(request.input))
    }
}

extension Failure {
    fileprivate static func customKeyStoreNotFound(id: String) -> Failure {
        .refused(.customKeyStoreNotFoundException, "There is no custom key store with the ID \(id).")
    }
}
