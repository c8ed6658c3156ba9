import ServiceModel

extension KMSOperation {
    /// The operation that a request's `X-Amz-Target` names, such as `TrentService.Encrypt`.
    /// - Returns: nil for an unknown one.
    public init?(target: String) {
        guard let name = target.utf8[...].removing("TrentService.") else { return nil }
        let text = String(Substring(name))
        guard let operation = Self(rawValue: text), text.isIdentical(to: operation.rawValue) else { return nil }
        self = operation
    }
}
