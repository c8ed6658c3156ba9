import Testing

@testable import IAMModel

@Suite("Query parameters") struct QueryParametersTests {
    @Test(
        "are decoded",
        arguments: [
            ("Action=A", "A"), ("x=1&Action=A&y=2", "A"), ("Action=A&Action=B", "A"), ("Action=", ""), ("Action", ""),
            ("Action=a+b%20c", "a b c"), ("Action=%41%6a%6A", "Ajj"), ("Action=a=b", "a=b"), ("&&Action=A&", "A"),
            ("Action=%", "%"), ("Action=%4", "%4"), ("Action=%4&x=1", "%4"), ("Action=%zz", "%zz"),
            ("Action=%+1", "% 1"), ("Action=%C3%A9", "é"), ("Action=%FF", "\u{FFFD}"),
        ])
    func areDecoded(_ form: String, _ value: String) {
        #expect(QueryParameters(bytes: Array(form.utf8))["Action"] == value)
    }

    @Test("that are not there are nil", arguments: ["", "&", "=A", "action=A", "Actions=A", "Act=A", "x=Action=A"])
    func areNil(_ form: String) {
        #expect(QueryParameters(bytes: Array(form.utf8))["Action"] == nil)
    }
}
