import IAMModel
import IAMPolicy

/// The session tags that a request passes, and those that it inherits
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).
struct SessionTags: Sendable {
    var tags: [IAMTag] = []
    var transitiveKeys: [String] = []

    var isEmpty: Bool { tags.isEmpty }

    /// For the conditions on those who pass tags.
    func resource(account: String, tags own: [IAMTag]) -> ResourceFacts {
        ResourceFacts(account: account, tags: own.facts, requestTags: tags.isEmpty ? nil : tags.facts)
    }

    /// Tags with lengths and characters that are allowed, and the keys of some of them.
    init(_ passed: [IAMTag], transitiveKeys: [String] = []) throws(STSFailure) {
        guard passed.count <= SessionLimits.tagsMax else {
            throw .validation("The number of session tags must not exceed \(SessionLimits.tagsMax).")
        }
        let keys = passed.map { $0.key.lowercased() }
        guard Set(keys).count == keys.count else {
            throw .invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        guard !keys.contains(where: { $0.hasPrefix("aws:") }) else {
            throw .invalidParameter("Tag keys that begin with aws: are reserved for system use.")
        }
        guard transitiveKeys.allSatisfy({ keys.contains($0.lowercased()) }) else {
            throw .invalidParameter("The specified transitive tag key must be included in the requested tags.")
        }
        tags = passed
        self.transitiveKeys = transitiveKeys
    }

    init(_ passed: [Tag]?, transitiveKeys: [String]? = nil) throws(STSFailure) {
        let tags = (passed ?? []).compactMap { tag -> IAMTag? in
            guard let key = tag.key, let value = tag.value else { return nil }
            return IAMTag(key: key, value: value)
        }
        try self.init(tags, transitiveKeys: transitiveKeys ?? [])
    }

    /// Adds the transitive tags of the session that asks, which can't be overridden.
    func inheriting(from session: Session?) throws(STSFailure) -> SessionTags {
        guard let session else { return self }
        let inherited = session.tags.filter { session.isTransitive($0.key) }
        let keys = Set(inherited.map { $0.key.lowercased() })
        guard !tags.contains(where: { keys.contains($0.key.lowercased()) }) else {
            throw .invalidParameter(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from"
                    + " the calling session.")
        }
        var all = try SessionTags(inherited + tags)
        all.transitiveKeys = inherited.map(\.key) + transitiveKeys
        return all
    }
}
