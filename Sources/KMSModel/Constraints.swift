/// The least and the greatest length or number that the model allows.
struct Limits: Sendable {
    var min: Int
    var max: Int

    init(_ min: Int, _ max: Int) {
        self.min = min
        self.max = max
    }

    func lengthViolated(by length: Int) -> String? {
        if length > max { return Self.longest(max) }
        return length < min ? Self.shortest(min) : nil
    }

    func valueViolated(by number: Int) -> String? {
        if number > max { return "Member must have value less than or equal to \(max)" }
        return number < min ? "Member must have value greater than or equal to \(min)" : nil
    }

    static func longest(_ max: Int) -> String { "Member must have length less than or equal to \(max)" }
    static func shortest(_ min: Int) -> String { "Member must have length greater than or equal to \(min)" }
}

/// What the model asks of strings of one shape.
struct StringRule: Sendable {
    /// In UTF-16 code units, as Java counts.
    var length: Limits
    var pattern: Pattern?
    /// The value is never repeated in a message.
    var isSensitive: Bool

    init(_ min: Int, _ max: Int, _ pattern: Pattern? = nil, isSensitive: Bool = false) {
        length = Limits(min, max)
        self.pattern = pattern
        self.isSensitive = isSensitive
    }

    func allows(_ text: String) -> Bool {
        let count = text.utf16.count
        return count >= length.min && count <= length.max && pattern?.matches(text) ?? true
    }

    func violated(by text: String) -> [String] {
        var violated: [String] = []
        if let constraint = length.lengthViolated(by: text.utf16.count) { violated.append(constraint) }
        if let pattern, !pattern.matches(text) { violated.append(pattern.constraint) }
        return violated
    }

    /// All of them, in the order in which AWS lists those of a list's elements.
    var constraints: [String] {
        var all = [Limits.longest(length.max), Limits.shortest(length.min)]
        if let pattern { all.append(pattern.constraint) }
        return all
    }
}

extension Pattern {
    var constraint: String { "Member must satisfy regular expression pattern: \(rawValue)" }
}
