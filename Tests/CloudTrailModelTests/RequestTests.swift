import AWSJSON
import ServiceModel
import Testing

@testable import CloudTrailModel

@Suite struct RequestTests {
    private func error<T: JSONRequest>(_ type: T.Type, _ json: String) -> JSONRequestError? {
        do {
            _ = try T.decode(from: Array(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a look-up is read with its attribute and its times`() throws {
        let request = try LookupEventsRequest.decode(
            from: Array(
                (#"{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"Decrypt"}],"#
                    + #""StartTime":1700000000,"EndTime":1700000000.5,"MaxResults":50,"NextToken":"n"}"#).utf8))
        #expect(
            request
                == LookupEventsRequest(
                    lookupAttributes: [LookupAttribute(attributeKey: .eventName, attributeValue: "Decrypt")],
                    startTime: Timestamp(seconds: 1_700_000_000), endTime: Timestamp(milliseconds: 1_700_000_000_500),
                    maxResults: 50, nextToken: "n"))
    }

    @Test func `members may begin in lower case, and an empty body is an empty object`() throws {
        let request = try DescribeTrailsRequest.decode(
            from: Array(#"{"trailNameList":["a"],"includeShadowTrails":false}"#.utf8))
        #expect(request == DescribeTrailsRequest(trailNameList: ["a"], includeShadowTrails: false))
        #expect(try DescribeTrailsRequest.decode(from: []) == DescribeTrailsRequest())
    }

    @Test func `violations of the model are told by their paths`() {
        #expect(
            error(LookupEventsRequest.self, #"{"MaxResults":51}"#)
                == .invalid(
                    "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: "
                        + "Member must have value less than or equal to 50"))
        #expect(
            error(CreateTrailRequest.self, #"{"S3BucketName":"b","TagsList":[{"Value":"v"}]}"#)
                == .invalid(
                    "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not "
                        + "be null; Value null at 'tagsList.1.member.key' failed to satisfy constraint: Member must "
                        + "not be null"))
        let selectors = #"[{"Name":"a\nb","FieldSelectors":[{"Field":"event-Name","Equals":[]}]}]"#
        let violations = error(
            PutEventSelectorsRequest.self, #"{"TrailName":"t","AdvancedEventSelectors":\#(selectors)}"#)
        guard case .invalid(let message, _) = violations else { return #expect(violations != nil) }
        for text in [
            "'advancedEventSelectors.1.member.name' failed to satisfy constraint: Member must satisfy regular "
                + "expression pattern: .*",
            "'advancedEventSelectors.1.member.fieldSelectors.1.member.field' failed",
            "'advancedEventSelectors.1.member.fieldSelectors.1.member.equals' failed to satisfy constraint: Member must "
                + "have length greater than or equal to 1",
        ] {
            #expect(message.contains(text))
        }
        #expect(message.hasPrefix("3 validation errors detected: "))
    }

    @Test(arguments: [
        "", "[]", #"{"MaxResults":"1"}"#, #"{"StartTime":"2020"}"#, "{} {}", #"{"LookupAttributes":[null]}"#,
    ])
    func `what is no JSON or of the wrong type is malformed`(_ json: String) {
        #expect(error(LookupEventsRequest.self, json.isEmpty ? "{" : json) == .malformed)
    }
}
