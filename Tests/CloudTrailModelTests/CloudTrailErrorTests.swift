import ServiceModel
import Testing

@testable import CloudTrailModel

@Suite struct CloudTrailErrorTests {
    @Test(arguments: [
        (
            CloudTrailError(.trailNotFoundException, "Unknown trail: t"),
            #"{"__type":"TrailNotFoundException","message":"Unknown trail: t"}"#
        ),
        (CloudTrailError(.accessDeniedException, "no"), #"{"__type":"AccessDeniedException","Message":"no"}"#),
        (CloudTrailError(JSONRequestError.malformed), #"{"__type":"SerializationException"}"#),
        (CloudTrailError(JSONRequestError.invalid("1")), #"{"__type":"ValidationException","message":"1"}"#),
    ])
    func `the body names the error and its message, if there is one`(_ error: CloudTrailError, _ body: String) {
        #expect(String(decoding: error.body(), as: UTF8.self) == body)
    }

    @Test(arguments: CloudTrailErrorCode.allCases)
    func `every error but faults and oversize requests has the status 400`(_ code: CloudTrailErrorCode) {
        let others: [CloudTrailErrorCode: Int] = [
            .internalFailure: 500, .serviceUnavailableException: 503, .requestEntityTooLargeException: 413,
        ]
        #expect(CloudTrailError(code).status == others[code, default: 400])
    }
}
