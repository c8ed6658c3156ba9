import KMSModel

/// A tag as a key keeps it.
struct KeyTag: Hashable, Sendable {
    var key: String
    var value: String

    var model: Tag { Tag(tagKey: key, tagValue: value) }
}

extension KeyTag {
    init(_ tag: Tag) { self.init(key: tag.tagKey ?? "", value: tag.tagValue ?? "") }
}

/// What AWS asks of a key's tags (https://docs.aws.amazon.com/kms/latest/developerguide/add-tags.html). Tag keys are
/// compared byte by byte.
enum TagRules {
    /// A request's tags, in order.
    static func tags(_ requested: [Tag]) throws(Failure) -> [KeyTag] {
        var tags: [KeyTag] = []
        for tag in requested {
            let tag = KeyTag(tag)
            try checkKey(tag.key)
            guard !tags.contains(where: { $0.key.utf8.elementsEqual(tag.key.utf8) }) else {
                throw .refused(.tagException, "Duplicate tag keys")
            }
            tags.append(tag)
        }
        try checkCount(tags)
        return tags
    }

    static func checkCount(_ tags: [KeyTag]) throws(Failure) {
        guard tags.count <= Limits.tagsPerKey else { throw .refused(.tagException, "Too many tags") }
    }

    static func checkKey(_ key: String) throws(Failure) {
        guard !key.lowercased().utf8.starts(with: "aws:".utf8) else {
            throw .refused(.tagException, "Tags beginning with aws: are reserved")
        }
    }
}

extension [KeyTag] {
    /// Sets a tag: in the place of the one with its key, or as the last.
    mutating func set(_ tag: KeyTag) {
        if let index = firstIndex(where: { $0.key.utf8.elementsEqual(tag.key.utf8) }) {
            self[index] = tag
        } else {
            append(tag)
        }
    }
}
