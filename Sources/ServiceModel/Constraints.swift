/// The least and the greatest length or number that a model allows.
public struct Limits: Sendable {
    public var min: Int?
    public var max: Int?

    @inlinable
    public init(_ min: Int?, _ max: Int?) {
        self.min = min
        self.max = max
    }

    @inlinable
    public func allows(_ number: Int) -> Bool { number >= min ?? .min && number <= max ?? .max }

    /// The constraint that a length violates, in AWS's words; nil if none.
    public func lengthViolated(by length: Int) -> String? {
        if let max, length > max { return Self.longest(max) }
        if let min, length < min { return Self.shortest(min) }
        return nil
    }

    /// The constraint that a number violates, in AWS's words; nil if none.
    public func valueViolated(by number: Int) -> String? {
        if let max, number > max { return "Member must have value less than or equal to \(max)" }
        if let min, number < min { return "Member must have value greater than or equal to \(min)" }
        return nil
    }

    static func longest(_ max: Int) -> String { "Member must have length less than or equal to \(max)" }
    static func shortest(_ min: Int) -> String { "Member must have length greater than or equal to \(min)" }
}

/// What a model asks of strings of one shape.
public struct StringRule: Sendable {
    /// In UTF-16 code units, as Java counts.
    public var length: Limits
    public var pattern: Pattern?
    /// The value is never repeated in a message.
    public var isSensitive: Bool

    public init(_ min: Int?, _ max: Int?, _ pattern: Pattern? = nil, isSensitive: Bool = false) {
        length = Limits(min, max)
        self.pattern = pattern
        self.isSensitive = isSensitive
    }

    @inlinable
    public func allows(_ text: String) -> Bool {
        length.allows(text.utf16.count) && pattern?.matches(text) ?? true
    }

    func violated(by text: String) -> [String] {
        var violated: [String] = []
        if let constraint = length.lengthViolated(by: text.utf16.count) { violated.append(constraint) }
        if let pattern, !pattern.matches(text) { violated.append(pattern.constraint) }
        return violated
    }

    /// All of them, in the order in which AWS lists those of a list's elements.
    var constraints: [String] {
        var all: [String] = []
        if let max = length.max { all.append(Limits.longest(max)) }
        if let min = length.min { all.append(Limits.shortest(min)) }
        if let pattern { all.append(pattern.constraint) }
        return all
    }
}

extension Pattern {
    var constraint: String { "Member must satisfy regular expression pattern: \(rawValue)" }
}
