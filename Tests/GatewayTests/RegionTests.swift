import AWSJSON
import Gateway
import Identity
import KMSModel
import Testing

@Suite("A Region") struct RegionTests {
    @Test(
        "names keys and callers by its own partition",
        arguments: [
            ("us-east-1", "aws"), ("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"),
        ])
    func namesPartition(_ region: String, _ partition: String) async throws {
        let world = try await World()
        let client = world.client.with { $0.region = region }
        let made = await world.send(client.kms("CreateKey"))
        let arn = try #require(made.json?["KeyMetadata"]?["Arn"]?.string)
        #expect(arn.hasPrefix("arn:\(partition):kms:\(region):111122223333:key/"))
        let call = try #require(world.observer.calls.last)
        #expect(call.callerARN == "arn:\(partition):iam::111122223333:user/administrator")
        #expect(call.region == region)
    }

    @Test("is open to signatures of its own only", arguments: AWSRegions.all)
    func isServed(_ region: String) async throws {
        let world = try await World()
        let signed = world.client.with { $0.region = region }.kms()
        #expect(await world.send(signed).status == 200)
        let other = region == "us-east-1" ? "us-west-2" : "us-east-1"
        let moved = await world.send(signed.replacing("/\(region)/", with: "/\(other)/"))
        #expect(moved.json?["__type"]?.string == "InvalidSignatureException")
    }

    @Test("of another partition is not one for IAM, whose policies would not know its names")
    func isNotForIAM() async throws {
        let world = try await World()
        let forms = [
            ("iam", "Action=GetUser&Version=2010-05-08"),
            (
                "sts",
                "Action=AssumeRole&Version=2011-06-15&RoleSessionName=session"
                    + "&RoleArn=arn%3Aaws-cn%3Aiam%3A%3A111122223333%3Arole%2Freader"
            ),
        ]
        for (service, form) in forms {
            let request = WireRequest.plain("GET", "/", query: form)
            let abroad = world.client.with {
                $0.service = service
                $0.region = "cn-north-1"
            }
            let response = await world.send(abroad.signed(request))
            #expect(response.text.contains("<Code>SignatureDoesNotMatch</Code>"))
            #expect(response.text.contains("Credential should be scoped to a valid region."))
        }
        let user = await world.send(
            world.client.with { $0.service = "iam" }.signed(.plain("GET", "/", query: forms[0].1)))
        #expect(user.status == 200)
    }

    @Test("has its own keys") func hasItsKeys() async throws {
        let world = try await World()
        let made = await world.send(world.client.kms("CreateKey"))
        let key = try #require(made.json?["KeyMetadata"]?["KeyId"]?.string)
        let abroad = world.client.with { $0.region = "eu-central-1" }.kms("DescribeKey", "{\"KeyId\":\"\(key)\"}")
        let message = "Key 'arn:aws:kms:eu-central-1:111122223333:key/\(key)' does not exist"
        try await world.expect("NotFoundException", message, abroad)
    }

    @Test("keeps accounts apart") func keepsAccountsApart() async throws {
        let world = try await World()
        let made = await world.send(world.client.kms("CreateKey"))
        let arn = try #require(made.json?["KeyMetadata"]?["Arn"]?.string)
        let other = try #require(
            try await world.identity.createAdministrator(account: "444455556666", partition: "aws"))
        let response = await world.send(Client(other).kms("DescribeKey", "{\"KeyId\":\"\(arn)\"}"))
        #expect(response.json?["__type"]?.string == "AccessDeniedException")
        #expect(response.json?["Message"]?.string?.hasPrefix("User: arn:aws:iam::444455556666:user/") == true)
    }
}
