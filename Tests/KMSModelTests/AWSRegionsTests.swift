import ServiceModel
import Testing

@testable import KMSModel

@Suite struct AWSRegionsTests {
    @Test(arguments: [
        ("us-east-1", "aws"), ("eu-central-2", "aws"), ("mx-central-1", "aws"), ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"), ("us-isob-east-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"), ("us-isof-south-1", "aws-iso-f"), ("eusc-de-east-1", "aws-eusc"),
    ])
    func `a Region's partition is known`(_ region: String, partition: String) {
        #expect(AWSRegions.partition(of: region) == partition)
    }

    @Test(arguments: ["", "us-east-9", "US-EAST-1", "us-east-1-fips", "ProdFips", "aws-global", "localhost"])
    func `what is no Region has no partition`(_ region: String) {
        #expect(AWSRegions.partition(of: region) == nil)
    }

    @Test func `all Regions are listed once, sorted, and look like Regions`() {
        let all = AWSRegions.all
        #expect(all == Set(all).sorted() && all.count > 40)
        #expect(all.allSatisfy { Pattern.region.matches($0) && AWSRegions.partition(of: $0) != nil })
    }
}
