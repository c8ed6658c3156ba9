import Foundation
import ServiceModel
import Testing

/// Values of members that records leave out are in no record's message either.
@Suite struct SecretMemberTests {
    @Test func theyAreThoseThatTheModelsCorrectionsLeaveOut() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "Tools/model_corrections.json"))
        let recorded = try #require(
            (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["recorded"] as? [String: Any])
        let names = try #require(recorded["members_left_out"] as? [[String: Any]]).compactMap {
            $0["member"] as? String
        }
        #expect(Violations.secretMembers == Set(names.map { $0.prefix(1).lowercased() + $0.dropFirst() }))
    }

    @Test func onlyTheirValuesAreHidden() {
        var violations = Violations()
        violations.check(["a b", "c"], "grantTokens", each: StringRule(2, 8))
        #expect(violations.message.contains("Value '[a b, c]' at 'grantTokens'"))
        var nested = Violations()
        nested.check("x", "tokenCode", StringRule(6, 6))
        nested.check("y", "name", StringRule(6, 6))
        violations.append(nested, under: "inner")
        let recorded = violations.recordedMessage
        #expect(recorded?.contains("a b") == false && recorded?.contains("'x'") == false)
        #expect(recorded?.hasPrefix("3 validation errors detected: Value at 'grantTokens' failed") == true)
        #expect(recorded?.contains("Value 'y' at 'inner.name'") == true)
        #expect(nested.recordedMessage?.contains("Value at 'tokenCode'") == true)
        var open = Violations()
        open.check("y", "name", StringRule(6, 6))
        #expect(open.recordedMessage == nil)
    }
}
