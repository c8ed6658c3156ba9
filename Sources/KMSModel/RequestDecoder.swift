import AWSJSON
import ServiceModel

/// Reads the bodies of requests.
///
/// Unknown members are skipped, null counts as absent, of members with the same name the last one wins. A null inside a
/// list or a map is refused as a value of the wrong type.
public enum RequestDecoder {
    /// Reads a request and checks it against the model's constraints.
    /// - Parameters:
    ///   - type: the request's type.
    ///   - body: JSON; an empty body counts as `{}`.
    /// - Returns: a request that satisfies the model.
    /// - Throws: `SerializationException` without a message if the body is not JSON or holds a value of the wrong type;
    ///   else `ValidationException` with all violations of the model's constraints, in the order of the model's members.
    public static func decode<T: KMSRequest>(_ type: T.Type, from body: [UInt8]) throws(KMSError) -> T {
        let draft: Draft<T>
        do {
            draft = try read(body)
        } catch {
            throw KMSError(.serializationException)
        }
        guard let request = draft.value, draft.violations.isEmpty else {
            throw KMSError(.validationException, draft.violations.message)
        }
        return request
    }

    private static func read<T: KMSRequest>(_ body: [UInt8]) throws(JSONError) -> Draft<T> {
        var reader = JSONReader(body.isEmpty ? Array("{}".utf8) : body)
        let draft = try T.draft(from: &reader)
        try reader.finish()
        return draft
    }
}

/// The name of a JSON object's member. It matches byte by byte: Swift's `==` takes the Kelvin sign for a K.
struct MemberName {
    let text: String

    init(_ text: String) { self.text = text }

    static func ~= (name: String, member: MemberName) -> Bool { member.text.isIdentical(to: name) }
}
