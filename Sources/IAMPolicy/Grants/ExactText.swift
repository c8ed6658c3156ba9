/// A text as a key in dictionaries, equal by its bytes. The hash is the string's own, which is the same for equal bytes.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: ExactText, other: ExactText) -> Bool { one.text.hasSameBytes(as: other.text) }
}

/// A pair of an encryption context.
struct ContextPair: Hashable, Sendable {
    let key: ExactText
    let value: ExactText

    init(_ pair: Grant.Pair) {
        key = ExactText(pair.key)
        value = ExactText(pair.value)
    }
}
