/// One check for each kind of member. Absent members pass, but for `require`.
///
/// The name is the member's as messages spell it: it begins in lower case.
extension Violations {
    @inlinable
    public mutating func require(_ value: (some Any)?, _ name: String) {
        if value == nil { addNull(at: name) }
    }

    @inlinable
    public mutating func check(_ text: String?, _ name: String, _ rule: StringRule) {
        guard let text, !rule.allows(text) else { return }
        add(text, at: name, violating: rule)
    }

    @inlinable
    public mutating func check(_ number: Int?, _ name: String, _ limits: Limits) {
        guard let number, !limits.allows(number), let constraint = limits.valueViolated(by: number) else { return }
        add(.shown(String(number)), at: name, constraint)
    }

    /// Checks a list's own length.
    public mutating func check(_ texts: [String]?, _ name: String, _ limits: Limits) {
        guard let texts, let constraint = limits.lengthViolated(by: texts.count) else { return }
        add(.shown(texts.asJavaPrintsIt), at: name, constraint)
    }

    /// Checks the length of a list of structures. How AWS prints these is not known, so they are not repeated.
    @inlinable
    public mutating func check<Value>(_ draft: Draft<[Value]>?, _ name: String, _ limits: Limits) {
        guard let count = draft?.value?.count, let constraint = limits.lengthViolated(by: count) else { return }
        add(.hidden, at: name, constraint)
    }

    /// Checks a list's elements. As AWS does, the message names all constraints of the elements, not the violated alone.
    public mutating func check(_ texts: [String]?, _ name: String, each rule: StringRule) {
        guard let texts, !texts.allSatisfy(rule.allows) else { return }
        let constraints = rule.constraints.joined(separator: ", ")
        add(.shown(texts.asJavaPrintsIt), at: name, "Member must satisfy constraint: [\(constraints)]")
    }

    @inlinable
    public mutating func value<E: WireEnumeration>(of text: String?, _ name: String, as type: E.Type) -> E? {
        guard let text else { return nil }
        let value = E(exactly: text)
        if value == nil { add(.shown(text), at: name, E.constraint) }
        return value
    }

    @inlinable
    public mutating func values<E: WireEnumeration>(of texts: [String]?, _ name: String, as type: E.Type) -> [E]? {
        guard let texts else { return nil }
        let values = texts.compactMap { E(exactly: $0) }
        if values.count < texts.count {
            add(.shown(texts.asJavaPrintsIt), at: name, "Member must satisfy constraint: [\(E.constraint)]")
        }
        return values
    }

    @inlinable
    public mutating func value<Value>(of draft: Draft<Value>?, _ name: String) -> Value? {
        guard let draft else { return nil }
        if !draft.violations.isEmpty { append(draft.violations, under: name) }
        return draft.value
    }

    @usableFromInline
    mutating func addNull(at name: String) { add(.null, at: name, "Member must not be null") }

    @usableFromInline
    mutating func add(_ text: String, at name: String, violating rule: StringRule) {
        for constraint in rule.violated(by: text) {
            add(rule.isSensitive ? .hidden : .shown(text), at: name, constraint)
        }
    }
}

extension WireEnumeration {
    @usableFromInline
    static var constraint: String {
        "Member must satisfy enum value set: [\(valueSet.map(\.rawValue).joined(separator: ", "))]"
    }
}

extension [String] {
    @usableFromInline
    var asJavaPrintsIt: String { "[\(joined(separator: ", "))]" }
}
