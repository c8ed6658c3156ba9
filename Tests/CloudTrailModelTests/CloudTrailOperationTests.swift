import Testing

@testable import CloudTrailModel

@Suite struct CloudTrailOperationTests {
    @Test(arguments: CloudTrailOperation.allCases)
    func `every operation is found by its target, with and without the package's name`(
        _ operation: CloudTrailOperation
    ) {
        let short = "CloudTrail_20131101.\(operation.rawValue)"
        #expect(CloudTrailOperation(target: short) == operation)
        #expect(CloudTrailOperation(target: "com.amazonaws.cloudtrail.v20131101.\(short)") == operation)
    }

    @Test(arguments: [
        "", "LookupEvents", "CloudTrail_20131101", "CloudTrail_20131101.", "CloudTrail_20131101.lookupEvents",
        "cloudtrail_20131101.LookupEvents", "CloudTrail_20131101.LookupEvents ", "TrentService.LookupEvents",
        "com.amazonaws.cloudtrail.v20131101.LookupEvents", "x.CloudTrail_20131101.LookupEvents",
        "CloudTrail_20131101.Loo\u{212A}upEvents",
    ])
    func `other targets name none`(_ target: String) {
        #expect(CloudTrailOperation(target: target) == nil)
    }

    @Test func `requests are here for trails, their selectors and tags, public keys and events`() {
        let modelled = CloudTrailOperation.allCases.filter(\.isModelled)
        #expect(modelled.count == 16)
        #expect(modelled.contains(.lookupEvents))
        #expect(!modelled.contains(.startQuery))
    }
}
