/// A pattern for ARNs. The parts between the first five colons are compared one by one, so that a star does not reach
/// beyond a colon; the sixth part may have colons.
enum ARNPattern: Sendable {
    /// A lone star.
    case everything
    case fields([Pattern])
    /// What has fewer colons, until its variables have their values: for example `${aws:PrincipalArn}`.
    case whole(Template)

    static let fieldCount = 6

    /// - Returns: nil if it is no ARN and has no variables that could make it one.
    init?(_ template: Template) {
        if template.fixed?.isEverything == true {
            self = .everything
            return
        }
        let fields = template.fields(limit: Self.fieldCount)
        if fields.count == Self.fieldCount {
            self = .fields(fields.map { Pattern($0) })
        } else if template.hasVariables {
            self = .whole(template)
        } else {
            return nil
        }
    }

    /// - Returns: nil if a variable has no value.
    func matches(_ text: Span<UInt8>, in context: MatchingContext) -> Bool? {
        switch self {
        case .everything: return true
        case .fields(let patterns): return Self.matches(patterns, text, in: context)
        case .whole(let template):
            guard let tokens = template.resolved(in: context) else { return nil }
            let fields = Template(parts: [.tokens(tokens)]).fields(limit: Self.fieldCount)
            guard fields.count == Self.fieldCount else { return false }
            return Self.matches(fields.map { Pattern($0) }, text, in: context)
        }
    }

    private static func matches(_ patterns: [Pattern], _ text: Span<UInt8>, in context: MatchingContext) -> Bool? {
        var start = 0
        var isResolved = true
        for number in patterns.indices {
            let end = number == fieldCount - 1 ? text.count : text.colon(from: start)
            guard let end else { return false }
            switch patterns[number].matches(text.extracting(start..<end), in: context) {
            case true?: break
            case false?: return false
            case nil: isResolved = false
            }
            start = end + 1
        }
        return isResolved ? true : nil
    }
}

extension Span where Element == UInt8 {
    /// The next colon.
    func colon(from start: Int) -> Int? {
        var index = start
        while index < count, self[index] != .colon { index += 1 }
        return index < count ? index : nil
    }
}
