/// A value of a YAML document with the line where it begins. Of its text nothing is taken for a number or a date: what
/// a member is, its reader says.
struct YAMLValue: Sendable {
    /// From 1; nil if it is not known.
    var line: Int?
    var content: Content

    enum Content: Sendable {
        /// `isQuoted`: whether it stands in quotes or is a block, and so is a text whatever it says.
        case text(String, isQuoted: Bool)
        case list([YAMLValue])
        case map([Member])
    }

    struct Member: Sendable {
        var name: String
        /// Of the name.
        var line: Int?
        var value: YAMLValue
    }

    /// Whether nothing stands there.
    var isNull: Bool {
        guard case .text(let text, false) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}

/// Why a text is not taken for a document.
struct YAMLRefusal: Error, Hashable, Sendable {
    /// From 1; nil if it is about the whole.
    var line: Int?
    /// Repeats nothing of the document but names of anchors and members.
    var message: String
}

/// How much a document may hold.
struct YAMLLimits: Sendable {
    /// How many values, each counted as often as it is used.
    var values: Int
    /// How many lists and maps inside each other.
    var depth: Int
}
