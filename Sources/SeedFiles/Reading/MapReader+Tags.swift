/// A tag as it stands in a file.
struct FileTag {
    var key: String
    var value: String
}

extension MapReader {
    /// Tags: as a map, or as AWS writes them: as a list of `TagKey` and `TagValue`, or of `Key` and `Value`.
    mutating func tags(_ name: String) -> [FileTag]? {
        guard let value = take(name) else { return nil }
        switch value.content {
        case .map(let members):
            return members.compactMap { member in
                if case .text(let text, _) = member.value.content { return FileTag(key: member.name, value: text) }
                findings.report(member.value, path(of: name), "a tag's value must be a text")
                return nil
            }
        case .list(let elements):
            return elements.enumerated().compactMap { tag($1, "\(path(of: name))[\($0)]") }
        case .text:
            findings.report(value, path(of: name), "tags are a map, or a list of TagKey and TagValue")
            return nil
        }
    }

    private func tag(_ value: YAMLValue, _ path: String) -> FileTag? {
        guard var reader = MapReader(value, path, findings) else { return nil }
        let key = reader.text("TagKey") ?? reader.text("Key")
        let content = reader.text("TagValue") ?? reader.text("Value")
        reader.finish()
        guard let key, let content else {
            findings.report(value, path, "a tag has a TagKey and a TagValue")
            return nil
        }
        return FileTag(key: key, value: content)
    }
}
