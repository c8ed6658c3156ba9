import AWSJSON
import Testing

@testable import AuditTrail

@Suite struct EventTests {
    @Test func a_record_has_the_members_of_aws_s_example_in_its_order() throws {
        var reader = JSONReader(Sample.event().encoded())
        var names: [String] = []
        try reader.beginObject()
        while let name = try reader.nextMember() {
            names.append(name)
            try reader.skipValue()
        }
        try reader.finish()
        #expect(
            names == [
                "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
                "userAgent", "requestParameters", "responseElements", "requestID", "eventID", "readOnly", "resources",
                "eventType", "managementEvent", "recipientAccountId", "eventCategory",
            ])
    }

    @Test func a_service_event_is_as_aws_shows_rotate_key() {
        let event = AuditEvent(
            service: "kms.amazonaws.com", name: "RotateKey", account: "111122223333", region: "us-west-2",
            time: 1_747_773_877_000, id: "a24b3967-ddad-417f-9b22-2332b918db06",
            details: AuditDetails(
                resources: [AuditResource(account: "111122223333", type: "AWS::KMS::Key", arn: "arn:key")],
                isReadOnly: false),
            serviceEventDetails: Array(#"{"rotationType":"AUTOMATIC"}"#.utf8))
        let expected = """
            {"eventVersion":"1.11","userIdentity":{"accountId":"111122223333","invokedBy":"AWS Internal"},\
            "eventTime":"2025-05-20T20:44:37Z","eventSource":"kms.amazonaws.com","eventName":"RotateKey",\
            "awsRegion":"us-west-2","sourceIPAddress":"AWS Internal","userAgent":"AWS Internal",\
            "requestParameters":null,"responseElements":null,"eventID":"a24b3967-ddad-417f-9b22-2332b918db06",\
            "readOnly":false,"resources":[{"accountId":"111122223333","type":"AWS::KMS::Key","ARN":"arn:key"}],\
            "eventType":"AwsServiceEvent","managementEvent":true,"recipientAccountId":"111122223333",\
            "serviceEventDetails":{"rotationType":"AUTOMATIC"},"eventCategory":"Management"}
            """
        #expect(String(decoding: event.encoded(), as: UTF8.self) == expected)
    }

    @Test func a_service_event_with_a_request_id_is_an_api_call() {
        let event = AuditEvent(
            service: "kms.amazonaws.com", name: "SynchronizeMultiRegionKey", account: Sample.account,
            region: Sample.region, time: 0, id: "id", requestID: "request", details: AuditDetails(isReadOnly: false))
        #expect(event.type == .apiCall)
    }

    @Test func identities_have_cloudtrail_s_forms() {
        let session = AuditSession(
            issuer: AuditSessionIssuer(
                kind: .role, id: "AROA", arn: "arn:aws:iam::1:role/R", account: "1", userName: "R"),
            creationDate: 0, sourceIdentity: "alice",
            webIdentity: AuditWebIdentity(
                provider: "arn:idp", attributes: [AuditWebIdentity.Attribute(name: "idp:aud", value: "a")]))
        let role = AuditIdentity.assumedRole(
            principalID: "AROA:s", arn: "arn:aws:sts::1:assumed-role/R/s", account: "1", accessKeyID: "ASIA",
            session: session)
        #expect(
            text(role) == """
                {"type":"AssumedRole","principalId":"AROA:s","arn":"arn:aws:sts::1:assumed-role/R/s","accountId":"1",\
                "accessKeyId":"ASIA","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA",\
                "arn":"arn:aws:iam::1:role/R","accountId":"1","userName":"R"},"webIdFederationData":\
                {"federatedProvider":"arn:idp","attributes":{"idp:aud":"a"}},"attributes":\
                {"creationDate":"1970-01-01T00:00:00Z","mfaAuthenticated":"false"},"sourceIdentity":"alice"}}
                """)
        #expect(text(role.seenByOtherAccount) == #"{"type":"AWSAccount","principalId":"AROA:s","accountId":"1"}"#)
        #expect(
            text(.root(account: "1", arn: "arn:aws:iam::1:root", principalID: "1", accessKeyID: "AKIA"))
                == #"{"type":"Root","principalId":"1","arn":"arn:aws:iam::1:root","accountId":"1","accessKeyId":"AKIA"}"#
        )
        #expect(
            text(.webIdentityUser(principalID: "i:a:s", userName: "s", identityProvider: "i"))
                == #"{"type":"WebIdentityUser","principalId":"i:a:s","userName":"s","identityProvider":"i"}"#)
    }

    @Test func the_owner_s_record_tells_only_the_caller_s_account_and_principal() throws {
        var event = Sample.event()
        event.sharedID = "shared"
        let owner = event.forOwner(account: "444455556666", id: "other")
        let summary = try #require(EventSummary(json: owner.encoded()))
        #expect(summary.account == "444455556666")
        #expect(summary.eventID == "other")
        #expect(summary.accessKeyID == nil)
        let json = String(decoding: owner.encoded(), as: UTF8.self)
        #expect(
            json.contains(
                #""userIdentity":{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"111122223333"}"#))
        #expect(json.contains(#""sharedEventID":"shared""#))
        #expect(!json.contains("user/Alice"))
    }

    @Test func long_texts_are_cut_at_the_end_of_a_character() throws {
        var event = Sample.event()
        event.userAgent = String(repeating: "é", count: 2000)
        event.errorMessage = "x" + String(repeating: "é", count: 2000)
        let texts = try members(of: event)
        #expect(texts["userAgent"]?.utf8.count == 1024)
        #expect(texts["errorMessage"]?.utf8.count == 1023)
        #expect(texts["errorMessage"]?.contains("\u{FFFD}") == false)
    }

    @Test func objects_over_their_limit_are_left_out_with_their_size() {
        let at = Array(#"{"a":""#.utf8) + [UInt8](repeating: 0x61, count: 100 * 1024 - 8) + Array(#""}"#.utf8)
        var event = Sample.event()
        event.details.requestParameters = at
        #expect(event.encoded().count > at.count)
        event.details.requestParameters = Array(#"{"a":"b"#.utf8) + at.dropFirst(6)
        let omission =
            #""requestParameters":{"omitted":true,"originalSize":102401,"reason":"requestParameters too large"}"#
        #expect(String(decoding: event.encoded(), as: UTF8.self).contains(omission))
    }

    @Test func a_record_never_exceeds_256_kilobytes() throws {
        let large = Array(#"{"a":""#.utf8) + [UInt8](repeating: 0x61, count: 100 * 1024 - 8) + Array(#""}"#.utf8)
        var event = Sample.event()
        event.details.requestParameters = large
        event.details.responseElements = large
        event.serviceEventDetails = large
        let json = event.encoded()
        #expect(json.count <= AuditLimits.recordBytesMax)
        #expect(EventSummary(json: json)?.eventID == event.id)
    }

    @Test func any_text_of_a_caller_s_is_escaped() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var event = Sample.event()
            event.userAgent = randomText(&random)
            event.errorCode = randomText(&random)
            event.tls = AuditTLS(version: "TLSv1.3", cipherSuite: nil, host: randomText(&random))
            let json = event.encoded()
            #expect(!json.contains(0x0A))
            let texts = try members(of: event)
            #expect(texts["userAgent"] == event.userAgent)
            #expect(texts["errorCode"] == event.errorCode)
        }
    }

    @Test func an_event_id_is_a_uuid_of_version_7_that_carries_its_time() {
        let id = EventID.make(time: 0x0192_3456_789A, randomness: [UInt8](repeating: 0xFF, count: 10))
        #expect(id == "01923456-789a-7fff-bfff-ffffffffffff")
        #expect(EventID.time(of: id) == 0x0192_3456_789A)
        #expect(EventID.time(of: "01923456-789a-4fff-bfff-ffffffffffff") == nil)
        #expect(EventID.time(of: "01923456-789a-7fff-bfff-fffffffffff") == nil)
        #expect(EventID.time(of: "0192345g-789a-7fff-bfff-ffffffffffff") == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_399_999, "2000-02-28T23:59:59Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (1_709_251_199_000, "2024-02-29T23:59:59Z"), (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        (-5, "1970-01-01T00:00:00Z"), (Int64.max, "9999-12-31T23:59:59Z"),
    ])
    func times_are_written_in_whole_seconds(milliseconds: Int64, text: String) {
        #expect(UTCTime(milliseconds: milliseconds).iso8601 == text)
        #expect(UTCTime(iso8601: text) == UTCTime(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01 00:00:00Z", "",
    ])
    func what_is_no_time_is_refused(text: String) { #expect(UTCTime(iso8601: text) == nil) }

    private func text(_ identity: AuditIdentity) -> String { String(decoding: identity.json, as: UTF8.self) }

    private func members(of event: AuditEvent) throws -> [String: String] {
        var reader = JSONReader(event.encoded())
        var texts: [String: String] = [:]
        try reader.beginObject()
        while let name = try reader.nextMember() {
            if try reader.nextKind() == .string {
                texts[name] = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
        try reader.finish()
        return texts
    }

    private func randomText(_ random: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "\u{2028}", "😀", " "]
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a")
        }
        return text
    }
}
