@testable import ServiceModel

extension PatternCases {
    /// The patterns of CloudTrail.
    static let cloudTrail: [PatternCases] = [
        PatternCases(
            .line, yes: ["", "a b", "é€😀\t\u{B}\u{C}"], no: ["\n", "a\rb", "\u{85}", "\u{2028}", "a\u{2029}"]),
        PatternCases(.nonemptyLine, yes: ["a", "é€😀\t"], no: ["", "\n", "a\r", "\u{85}", "\u{2028}a", "\u{2029}"]),
        PatternCases(
            .selectorField, yes: ["eventName", "resources.type", "userIdentity.arn", "a_9|"],
            no: ["", "a-b", "a b", "a/", "a\n", "a\\"]),
    ]
}
