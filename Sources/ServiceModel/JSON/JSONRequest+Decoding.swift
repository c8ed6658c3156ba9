public import AWSJSON

/// Why a body is no request.
public enum JSONRequestError: Error, Hashable, Sendable {
    /// It is not JSON, or holds a value of the wrong type. AWS answers `SerializationException` without a message.
    case malformed
    /// It violates constraints of the model. AWS answers `ValidationException` with this message, which has all
    /// violations in the order of the model's members. `recorded`: what records and logs say instead, if the message repeats
    /// a secret.
    case invalid(String, recorded: String? = nil)
}

extension JSONRequest {
    /// Reads a request and checks it against the model's constraints.
    ///
    /// Unknown members are skipped, null counts as absent, of members with the same name the last one wins. A null inside
    /// a list or a map is refused as a value of the wrong type.
    /// - Parameter body: JSON; an empty body counts as `{}`.
    /// - Returns: a request that satisfies the model.
    /// - Throws: `malformed`, else `invalid`.
    @inlinable
    public static func decode(from body: [UInt8]) throws(JSONRequestError) -> Self {
        let draft: Draft<Self>
        do {
            draft = try read(body)
        } catch {
            throw .malformed
        }
        guard let request = draft.value, draft.violations.isEmpty else {
            throw .invalid(draft.violations.message, recorded: draft.violations.recordedMessage)
        }
        return request
    }

    @inlinable
    static func read(_ body: [UInt8]) throws(JSONError) -> Draft<Self> {
        var reader = JSONReader(body.isEmpty ? Array("{}".utf8) : body)
        let draft = try draft(from: &reader)
        try reader.finish()
        return draft
    }
}
