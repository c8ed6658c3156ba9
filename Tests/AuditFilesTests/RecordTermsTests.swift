import AuditTrail
import Testing

@testable import AuditFiles

@Suite("What the index keeps of a record") struct RecordTermsTests {
    /// As a look-up asks for it.
    private func expected(_ summary: EventSummary) -> Set<Int64> {
        var hashes: Set<Int64> = []
        for attribute in EventAttribute.allCases where attribute != .eventId {
            for value in summary.values(of: attribute) { hashes.insert(IndexHash.of(attribute, value)) }
        }
        return hashes
    }

    private func check(_ json: [UInt8]) {
        let (terms, summary) = (RecordTerms(json: json), EventSummary(json: json))
        #expect((terms == nil) == (summary == nil))
        guard let terms, let summary else { return }
        #expect(Set(terms.hashes) == expected(summary))
        #expect(terms.eventTime == summary.eventTime)
    }

    @Test("is what its summary says, for records of every kind")
    func differential() {
        var random = RandomEvents(seed: 11)
        for entry in random.entries(500) { check(entry.json) }
    }

    @Test("is what its summary says, for records that are damaged")
    func damaged() {
        var random = RandomEvents(seed: 12)
        for entry in random.entries(300) {
            var json = entry.json
            for _ in 0..<2 { json[Int(random.next() % UInt64(json.count))] = UInt8(ascii: "\"") }
            check(json)
        }
    }

    @Test(
        "is what its summary says, for identities of all types and names with escapes",
        arguments: [
            #""type":"Root","principalId":"111122223333""#,
            #""type":"AssumedRole","principalId":"AROA:a\"b:c""#, #""principalId":"X:y","type":"FederatedUser""#,
            #""type":"AssumedRole","principalId":"AROA""#, #""type":"IAMUser","userName":"\u00e9","accessKeyId":"A""#,
            #""type":"AWSService","invokedBy":"s3.amazonaws.com""#, #""type":"IAMUser","userName":7"#, "",
        ])
    func identities(identity: String) {
        let json =
            #"{"eventID":"i","eventName":"n","eventTime":"2026-01-02T03:04:05Z","userIdentity":{\#(identity)},"#
            + #""resources":[{"ARN":"a","type":"t"},{"ARN":"a","accountId":"1","x":{}}],"readOnly":true,"r":[1]}"#
        check(Array(json.utf8))
    }
}
