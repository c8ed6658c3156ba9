import AWSJSON
import ServiceModel

extension JSONWriter {
    /// An object with a member for each tag; none is left out.
    mutating func member(_ name: String, _ tags: [IAMTag]) {
        if tags.isEmpty { return }
        self.name(name)
        beginObject()
        for tag in tags { member(tag.key, tag.value) }
        endObject()
    }

    /// An empty list is left out.
    mutating func member(_ name: String, _ texts: [String]) {
        if texts.isEmpty { return }
        self.name(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
