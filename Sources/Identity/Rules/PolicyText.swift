import IAMModel
import IAMPolicy

/// What IAM asks of the policies that it is given.
enum PolicyText {
    /// Characters that count against a quota: white space does not.
    static func size(_ text: String) -> Int {
        text.unicodeScalars.count { !["\t", "\n", "\r", " "].contains($0) }
    }

    static func document(_ text: String, as kind: PolicyKind) throws(IAMFailure) -> PolicyDocument {
        do throws(PolicyError) {
            return try PolicyDocument(parsing: text, as: kind)
        } catch {
            throw .refused(.malformedPolicyDocument, error.reason)
        }
    }

    /// Checks a managed policy's document.
    static func checkManaged(_ text: String) throws(IAMFailure) {
        _ = try document(text, as: .identity)
        guard size(text) <= Quotas.managedPolicySize else {
            throw .quota("PolicySize", Quotas.managedPolicySize)
        }
    }

    /// Sets an inline policy of a user, group or role.
    static func put<Record: PolicyHolder>(
        _ name: String, _ text: String, in record: inout Record
    ) throws(IAMFailure) {
        _ = try document(text, as: .identity)
        var inline = record.policies.inline.filter { $0.name != name }
        inline.append(InlinePolicy(name: name, document: text))
        let most = Quotas.inlinePolicySize(Record.kind)
        guard inline.reduce(0, { $0 + size($1.document) }) <= most else {
            throw .refused(
                .limitExceeded,
                "Maximum policy size of \(most) bytes exceeded for \(Record.kind.rawValue) \(record.name)")
        }
        record.policies.inline = inline.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
