public import ServiceModel

/// Reads the bodies of requests, with KMS's errors.
public enum RequestDecoder {
    /// Reads a request and checks it against the model's constraints.
    /// - Parameters:
    ///   - type: the request's type.
    ///   - body: JSON; an empty body counts as `{}`.
    /// - Returns: a request that satisfies the model.
    /// - Throws: `SerializationException` without a message if the body is not JSON or holds a value of the wrong type;
    ///   else `ValidationException` with all violations of the model's constraints, in the order of the model's members.
    public static func decode<T: JSONRequest>(_ type: T.Type, from body: [UInt8]) throws(KMSError) -> T {
        do {
            return try T.decode(from: body)
        } catch {
            switch error {
            case .malformed: throw KMSError(.serializationException)
            case .invalid(let message, let recorded):
                throw KMSError(.validationException, message, recorded: recorded)
            }
        }
    }
}
