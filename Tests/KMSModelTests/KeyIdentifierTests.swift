import KMSModel
import Testing

@Suite struct KeyIdentifierTests {
    static let uuid = "1234abcd-12ab-34cd-56ef-1234567890ab"
    static let multiRegion = "mrk-1234abcd12ab34cd56ef1234567890ab"

    @Test(arguments: [uuid, multiRegion, "1234ABCD-12ab-34cd-56ef-1234567890ab"])
    func keyIDs(text: String) {
        #expect(KeyIdentifier(text) == .keyID(text))
        #expect(!KeyIdentifier(text).isAlias)
    }

    @Test(arguments: [
        "", "key", "1234abcd12ab34cd56ef1234567890ab", "mrk-1234", "mrk-\(uuid)", "g\(uuid.dropFirst())", "\(uuid)0",
        "1234abcd-12ab-34cd-56ef-1234567890a\u{e9}", "MRK-1234abcd12ab34cd56ef1234567890ab", " \(uuid)", "alias",
    ])
    func textsThatAreNone(text: String) {
        #expect(KeyIdentifier(text) == .malformed(text))
    }

    @Test func aliasNames() {
        #expect(KeyIdentifier("alias/a/b") == .aliasName("alias/a/b"))
        #expect(KeyIdentifier("alias/a/b").isAlias)
    }

    @Test(arguments: ["aws", "aws-cn", "aws-us-gov"])
    func arnsOfKeysAndAliasesReadAsTheyAreWritten(partition: String) throws {
        for (text, resource) in [
            ("arn:\(partition):kms:us-east-1:111122223333:key/\(Self.uuid)", KMSARN.Resource.key(Self.uuid)),
            ("arn:\(partition):kms:us-east-1:111122223333:alias/a/b", .alias("alias/a/b")),
        ] {
            let arn = try #require(KMSARN(parsing: text))
            #expect(
                arn == KMSARN(partition: partition, region: "us-east-1", account: "111122223333", resource: resource))
            #expect(arn.description == text)
            #expect(KeyIdentifier(text) == .arn(arn))
        }
        #expect(KeyIdentifier("arn:aws:kms:us-east-1:111122223333:alias/a").isAlias)
        #expect(!KeyIdentifier("arn:aws:kms:us-east-1:111122223333:key/a").isAlias)
    }

    @Test(arguments: [
        "arn:", "arn:aws:kms:us-east-1:111122223333", "arn:aws:s3:us-east-1:111122223333:key/a",
        "arn:other:kms:us-east-1:111122223333:key/a", "arn:aws:kms::111122223333:key/a",
        "arn:aws:kms:us-east-1:11112222333:key/a", "arn:aws:kms:us-east-1:11112222333x:key/a",
        "arn:aws:kms:us-east-1:111122223333:key/", "arn:aws:kms:us-east-1:111122223333:alias/",
        "arn:aws:kms:us-east-1:111122223333:grant/a", "arn:aws:kms:us-east-1:111122223333:",
    ])
    func arnsOfNeitherAreMalformed(text: String) {
        #expect(KeyIdentifier(text) == .malformedARN(text))
    }
}
