import IAMModel

/// What IAM asks of tags (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html). Keys are unique whatever their
/// case.
enum TagRules {
    /// A request's tags, in order.
    static func tags(_ requested: [Tag]?) throws(IAMFailure) -> [IAMTag] {
        var tags: [IAMTag] = []
        var keys: Set<String> = []
        for tag in requested ?? [] {
            let tag = IAMTag(key: tag.key ?? "", value: tag.value ?? "")
            guard !tag.key.lowercased().utf8.starts(with: "aws:".utf8) else {
                throw .refused(.invalidInput, "Tag keys beginning with aws: are reserved for system use.")
            }
            guard keys.insert(tag.key.lowercased()).inserted else {
                throw .refused(
                    .invalidInput, "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            }
            tags.append(tag)
        }
        return tags
    }

    /// Sets tags: in the place of those with their keys, or as the last.
    static func set(_ requested: [Tag], in tags: inout [IAMTag]) throws(IAMFailure) {
        for tag in try self.tags(requested) {
            if let index = tags.firstIndex(where: { $0.key.lowercased() == tag.key.lowercased() }) {
                tags[index] = tag
            } else {
                tags.append(tag)
            }
        }
        guard tags.count <= Quotas.tags else {
            throw .refused(.limitExceeded, "The number of tags has reached the maximum limit.")
        }
    }

    static func remove(_ keys: [String], from tags: inout [IAMTag]) {
        let keys = Set(keys.map { $0.lowercased() })
        tags.removeAll { keys.contains($0.key.lowercased()) }
    }
}

extension [IAMTag] {
    /// As answers have them; nil if there are none.
    var model: [Tag]? { isEmpty ? nil : map { Tag(key: $0.key, value: $0.value) } }
}
