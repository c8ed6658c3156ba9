import AWSJSON
import Testing

@testable import AuditTrail

@Suite struct QueryTests {
    @Test func a_summary_tells_what_lookup_events_needs() throws {
        var event = Sample.event()
        event.errorCode = "AccessDenied"
        let summary = try #require(EventSummary(json: event.encoded()))
        #expect(summary.eventID == event.id)
        #expect(summary.eventName == "Decrypt")
        #expect(summary.eventSource == "kms.amazonaws.com")
        #expect(summary.eventTime == Sample.time)
        #expect(summary.isReadOnly)
        #expect(summary.accessKeyID == "AKIAEXAMPLE")
        #expect(summary.username == "Alice")
        #expect(summary.resources == event.details.resources)
        #expect(summary.keyARNs == event.details.resources.map(\.arn))
        #expect(summary.errorCode == "AccessDenied")
        #expect(summary.sourceIPAddress == "192.0.2.1")
    }

    @Test func a_username_is_the_user_s_or_the_session_s_or_root() {
        let session = AuditSession(creationDate: 0)
        let identities: [(AuditIdentity, String?)] = [
            (.root(account: "1", arn: "a", principalID: "1", accessKeyID: nil), "root"),
            (.assumedRole(principalID: "AROA:job", arn: "a", account: "1", accessKeyID: nil, session: session), "job"),
            (.federatedUser(principalID: "1:bob", arn: "a", account: "1", accessKeyID: nil, session: session), "bob"),
            (.webIdentityUser(principalID: "i:a:sub", userName: "sub", identityProvider: "i"), "sub"),
            (.service(account: "1"), nil), (.account(principalID: "AIDA", account: "1"), nil),
        ]
        for (identity, name) in identities {
            #expect(EventSummary(json: Sample.event(identity: identity).encoded())?.username == name)
        }
    }

    @Test(arguments: EventAttribute.allCases)
    func a_record_is_found_under_its_values_and_no_others(attribute: EventAttribute) throws {
        let odd = AuditIdentity.user(
            name: "o\"dd\\é", id: "AIDA", arn: "a", account: Sample.account, accessKeyID: "AKIA")
        for event in [Sample.event(), Sample.event(1, identity: odd, name: "Encrypt")] {
            let json = event.encoded()
            let values = try #require(EventSummary(json: json)).values(of: attribute)
            #expect(!values.isEmpty)
            for value in values {
                #expect(matches(json, EventQuery(attribute: (attribute, value))))
                #expect(!matches(json, EventQuery(attribute: (attribute, value + "x"))))
                #expect(!matches(json, EventQuery(attribute: (attribute, String(value.dropFirst())))))
            }
        }
    }

    @Test func a_record_is_found_by_its_second() {
        let json = Sample.event().encoded()
        #expect(matches(json, EventQuery(from: Sample.time, through: Sample.time)))
        #expect(matches(json, EventQuery(from: Sample.time + 999)))
        #expect(!matches(json, EventQuery(from: Sample.time + 1000)))
        #expect(!matches(json, EventQuery(through: Sample.time - 1)))
    }

    @Test func a_record_is_found_in_its_account_and_region_only() {
        let json = Sample.event().encoded()
        #expect(matches(json, EventQuery(account: Sample.account, region: Sample.region)))
        #expect(!matches(json, EventQuery(account: "444455556666")))
        #expect(!matches(json, EventQuery(region: "us-east-1")))
    }

    @Test func what_is_no_record_has_no_summary() {
        for text in ["", "{}", "[]", #"{"eventID":"a"}"#, #"{"eventID":1,"eventName":"b"}"#] {
            #expect(EventSummary(json: Array(text.utf8)) == nil)
        }
    }

    @Test func a_search_finds_what_a_naive_one_finds() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<3000 {
            let needle = (0..<Int.random(in: 0...4, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random)
            }
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random)
            }
            let naive = needle.isEmpty || bytes.indices.contains { bytes[$0...].starts(with: needle) }
            #expect(bytes.withUnsafeBytes { ByteSearch(needle).isFound(in: $0) } == naive)
        }
    }

    private func matches(_ json: [UInt8], _ query: EventQuery) -> Bool {
        EventMatch(query).matches(json, account: Sample.account, region: Sample.region)
    }
}
