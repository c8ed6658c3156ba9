import AWSJSON
import ServiceModel
import Testing

@testable import CloudTrailModel

@Suite struct ResponseTests {
    @Test(
        arguments: [
            (
                LookupEventsResponse(
                    events: [
                        Event(
                            eventId: "i", eventName: "Decrypt", readOnly: "true", eventTime: Timestamp(seconds: 1),
                            resources: [Resource(resourceType: "AWS::KMS::Key", resourceName: "arn")],
                            cloudTrailEvent: #"{"a":1}"#)
                    ], nextToken: "n"),
                #"{"Events":[{"EventId":"i","EventName":"Decrypt","ReadOnly":"true","EventTime":1,"Resources":"#
                    + #"[{"ResourceType":"AWS::KMS::Key","ResourceName":"arn"}],"CloudTrailEvent":"{\"a\":1}"}],"#
                    + #""NextToken":"n"}"#
            ),
            (
                ListPublicKeysResponse(publicKeyList: [PublicKey(value: Blob([1, 2]), fingerprint: "f")]),
                #"{"PublicKeyList":[{"Value":"AQI=","Fingerprint":"f"}]}"#
            ),
            (
                DescribeTrailsResponse(trailList: [Trail(name: "t", s3BucketName: "b", trailARN: "a")]),
                #"{"trailList":[{"Name":"t","S3BucketName":"b","TrailARN":"a"}]}"#
            ),
            (
                GetEventSelectorsResponse(
                    trailARN: "a",
                    eventSelectors: [
                        EventSelector(readWriteType: .all, includeManagementEvents: true, dataResources: [])
                    ]),
                #"{"TrailARN":"a","EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,"#
                    + #""DataResources":[]}]}"#
            ),
            (StartLoggingResponse(), "{}"),
        ] as [(any JSONResponse, String)])
    func `a response is written in the model's order without what is absent`(_ response: any JSONResponse, json: String)
    {
        #expect(String(decoding: response.encoded(), as: UTF8.self) == json)
    }

    @Test func `requests and responses are recorded with their first letters in lower case`() {
        let request = CreateTrailRequest(name: "t", s3BucketName: "b", tagsList: [Tag(key: "k", value: "v")])
        #expect(
            request.recordedObject().map { String(decoding: $0, as: UTF8.self) }
                == #"{"name":"t","s3BucketName":"b","tagsList":[{"key":"k","value":"v"}]}"#)
        #expect(StartLoggingResponse().recordedObject() == nil)
    }
}
