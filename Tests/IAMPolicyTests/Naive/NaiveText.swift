import IAMPolicy

/// A text of a policy, with wildcards and variables
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
struct NaiveText: Sendable {
    /// What one place of the text stands for.
    enum Piece: Equatable, Sendable {
        case character(Unicode.Scalar)
        /// `*`
        case anyText
        /// `?`
        case anyCharacter
    }

    var text: String
    var mayHaveVariables: Bool
    /// The pieces, if no variable can change them.
    private var fixed: [Piece]?

    init(_ text: String, hasVariables: Bool) {
        self.text = text
        let scalars = Array(text.unicodeScalars)
        mayHaveVariables = hasVariables && scalars.contains("$")
        fixed = mayHaveVariables ? nil : scalars.map(Self.piece)
    }

    private static func piece(_ scalar: Unicode.Scalar) -> Piece {
        switch scalar {
        case "*": .anyText
        case "?": .anyCharacter
        default: .character(scalar)
        }
    }

    /// The text with each variable's value in its place, in which `*` and `?` are no wildcards.
    /// `unknown` stands for a variable that has no value in the context, or more than one; if it is nil, there is no
    /// text for such a variable.
    func pieces(in context: any ConditionContext, unknown: Piece? = nil) -> [Piece]? {
        if let fixed { return fixed }
        var pieces: [Piece] = []
        var rest = Array(text.unicodeScalars)[...]
        while let first = rest.first {
            guard first == "$", rest.dropFirst().first == "{", let end = rest.firstIndex(of: "}") else {
                pieces.append(Self.piece(first))
                rest.removeFirst()
                continue
            }
            let name = String(String.UnicodeScalarView(rest[(rest.startIndex + 2)..<end]))
            if let value = Self.value(of: name, in: context) {
                pieces += value.unicodeScalars.map(Piece.character)
            } else {
                guard let unknown else { return nil }
                pieces.append(unknown)
            }
            rest = rest[(end + 1)...]
        }
        return pieces
    }

    private static func value(of variable: String, in context: any ConditionContext) -> String? {
        if variable == "*" || variable == "?" || variable == "$" { return variable }
        // `${key, 'what is taken if the key has no value'}`
        let parts = variable.split(separator: ",", maxSplits: 1).map { trimmed(String($0)) }
        guard let key = parts.first else { return nil }
        if case .one(let value)? = context.values(of: ConditionKey(key)) { return value }
        guard parts.count == 2, parts[1].count >= 2, parts[1].hasPrefix("'"), parts[1].hasSuffix("'") else {
            return nil
        }
        return String(parts[1].dropFirst().dropLast())
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Whether the text, wildcards and all, stands for `scalars`.
    func matches(_ scalars: [Unicode.Scalar], in context: any ConditionContext) -> Bool {
        guard let pieces = pieces(in: context) else { return false }
        return Self.matches(pieces[...], scalars[...])
    }

    /// Whether a variable without a value decides: a component of an ARN with one might be anything.
    func mightMatch(arn: [Unicode.Scalar], in context: any ConditionContext) -> Bool {
        guard mayHaveVariables, pieces(in: context) == nil, let patterns = looseComponents(in: context) else {
            return false
        }
        let loose = Array(patterns.joined(separator: [.character(":")]))
        return Self.matches(loose[...], arn[...])
    }

    /// The six components of an ARN's pattern: one with a variable that has no value might be anything.
    func looseComponents(in context: any ConditionContext) -> [ArraySlice<Piece>]? {
        let mark = Piece.character("\u{0}")
        let components = pieces(in: context, unknown: mark)?.split(
            separator: .character(":"), maxSplits: 5, omittingEmptySubsequences: false)
        return components?.map { $0.contains(mark) ? [.anyText] : $0 }
    }

    /// Whether the text without regard to wildcards is `value`.
    func equals(_ value: String, ignoringCase: Bool, in context: any ConditionContext) -> Bool {
        guard let pieces = pieces(in: context) else { return false }
        var plain = String.UnicodeScalarView()
        for piece in pieces {
            switch piece {
            case .character(let scalar): plain.append(scalar)
            case .anyText: plain.append("*")
            case .anyCharacter: plain.append("?")
            }
        }
        let own = ignoringCase ? String(plain).lowercased() : String(plain)
        return own.utf8.elementsEqual((ignoringCase ? value.lowercased() : value).utf8)
    }

    /// Wildcards: a `*` first stands for nothing; where the rest does not fit, the last `*` takes one character more.
    static func matches(_ pattern: ArraySlice<Piece>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
        var patternIndex = pattern.startIndex
        var textIndex = text.startIndex
        var retry: (pattern: Int, text: Int)?
        while textIndex < text.endIndex {
            if patternIndex < pattern.endIndex {
                switch pattern[patternIndex] {
                case .anyText:
                    retry = (patternIndex + 1, textIndex)
                    patternIndex += 1
                    continue
                case .anyCharacter:
                    patternIndex += 1
                    textIndex += 1
                    continue
                case .character(let scalar):
                    if scalar == text[textIndex] {
                        patternIndex += 1
                        textIndex += 1
                        continue
                    }
                }
            }
            guard let last = retry else { return false }
            retry = (last.pattern, last.text + 1)
            patternIndex = last.pattern
            textIndex = last.text + 1
        }
        return pattern[patternIndex...].allSatisfy { $0 == .anyText }
    }
}
