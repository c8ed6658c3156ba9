import CloudTrailModel

extension TrailTag {
    init(_ tag: Tag) { self.init(key: tag.key ?? "", value: tag.value ?? "") }

    var model: Tag { Tag(key: key, value: value) }
}

/// What AWS asks of a trail's tags
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AddTags.html). Keys are compared byte by byte.
enum TagRules {
    static let tagsPerTrail = 50

    /// A request's tags, in order.
    static func tags(_ requested: [Tag]) throws(Failure) -> [TrailTag] {
        var tags: [TrailTag] = []
        for tag in requested.map(TrailTag.init) {
            guard !tag.key.lowercased().utf8.starts(with: "aws:".utf8) else {
                throw .tag("Tag keys can't begin with aws:.")
            }
            guard !tags.contains(where: { $0.hasKey(of: tag) }) else {
                throw .tag("Duplicate tag keys are not allowed.")
            }
            tags.append(tag)
        }
        try checkCount(tags)
        return tags
    }

    /// What is left of a trail's tags without some. A tag without a value goes whatever its value is.
    static func removing(_ requested: [Tag], from tags: [TrailTag]) -> [TrailTag] {
        tags.filter { tag in
            !requested.contains { tag.hasKey(of: TrailTag($0)) && ($0.value ?? tag.value) == tag.value }
        }
    }

    static func checkCount(_ tags: [TrailTag]) throws(Failure) {
        guard tags.count <= tagsPerTrail else {
            throw .refused(.tagsLimitExceededException, "A trail can have \(tagsPerTrail) tags.")
        }
    }

    /// Tags with others set over them.
    static func setting(_ new: [TrailTag], over old: [TrailTag]) throws(Failure) -> [TrailTag] {
        var tags = old
        for tag in new {
            if let index = tags.firstIndex(where: { $0.hasKey(of: tag) }) {
                tags[index] = tag
            } else {
                tags.append(tag)
            }
        }
        try checkCount(tags)
        return tags
    }
}

extension TrailTag {
    fileprivate func hasKey(of other: TrailTag) -> Bool { key.utf8.elementsEqual(other.key.utf8) }
}

extension Failure {
    fileprivate static func tag(_ message: String) -> Failure { .refused(.invalidTagParameterException, message) }
}
