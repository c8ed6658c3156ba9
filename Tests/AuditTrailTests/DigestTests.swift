import AWSJSON
import KeyCrypto
import Testing

@testable import AuditTrail

@Suite struct DigestTests {
    let target = DeliveryTarget(
        directory: "trails/111122223333/one", bucket: "bucket", prefix: "pre", trailName: "one",
        trailARN: "arn:aws:cloudtrail:us-east-1:111122223333:trail/one", account: "111122223333",
        homeRegion: "us-east-1", isMultiRegion: true)
    /// 2015-08-17T15:01:31Z
    let end: Int64 = 1_439_823_691_000

    @Test func files_are_named_as_cloudtrail_names_them() {
        let log = target.logFileKey(
            account: "111122223333", region: "us-east-2", time: end, randomness: Array(0..<16))
        #expect(
            log == "pre/AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/17/"
                + "111122223333_CloudTrail_us-east-2_20150817T1501Z_ABCDEFGHIJKLMNOP.json.gz")
        let digest = target.digestKey(account: "111122223333", region: "us-east-2", end: end)
        #expect(
            digest == "pre/AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/"
                + "111122223333_CloudTrail-Digest_us-east-2_one_us-east-1_20150817T150131Z.json.gz")
        #expect(target.path(ofKey: digest) == "trails/111122223333/one/" + digest)
        #expect(target.key(ofPath: target.path(ofKey: digest)) == digest)
    }

    @Test func a_digest_file_has_the_members_of_aws_s_example() throws {
        let file = digest(previous: nil, files: [])
        let expected = """
            {"awsAccountId":"111122223333","digestStartTime":"2015-08-17T14:01:31Z",\
            "digestEndTime":"2015-08-17T15:01:31Z","digestS3Bucket":"bucket","digestS3Object":"\(file.object)",\
            "digestPublicKeyFingerprint":"fp","digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":null,\
            "oldestEventTime":null,"previousDigestS3Bucket":null,"previousDigestS3Object":null,\
            "previousDigestHashValue":null,"previousDigestHashAlgorithm":null,"previousDigestSignature":null,\
            "logFiles":[]}
            """
        #expect(String(decoding: file.encoded(), as: UTF8.self) == expected)
        #expect(
            String(decoding: file.stringToSign(contentHash: "hash"), as: UTF8.self)
                == "2015-08-17T15:01:31Z\nbucket/\(file.object)\nhash\nnull")
    }

    @Test func a_digest_file_reads_back() {
        let previous = DeliveredDigest(
            path: "trails/111122223333/one/before", trail: nil, account: "111122223333", region: "us-east-2", start: 0,
            end: 1, hash: "aa", storedHash: "bb", signature: "cc")
        let file = digest(previous: previous, files: [delivered("x", 5000, 9000), delivered("y", 1000, 7000)])
        #expect(DigestFile(json: file.encoded()) == file)
        #expect(file.previous?.object == "before")
        #expect(file.logFiles.map(\.object) == ["x", "y"])
        #expect(file.stringToSign(contentHash: "hash").suffix(3) == Array("\ncc".utf8))
        let json = String(decoding: file.encoded(), as: UTF8.self)
        #expect(json.contains(#""newestEventTime":"1970-01-01T00:00:09Z","oldestEventTime":"1970-01-01T00:00:01Z""#))
    }

    @Test(arguments: ["", "{}", "[]", #"{"awsAccountId":"1"}"#])
    func what_is_no_digest_file_is_refused(text: String) { #expect(DigestFile(json: Array(text.utf8)) == nil) }

    @Test func a_key_signs_and_its_public_half_says_so() throws {
        let key = try #require(Sample.digestKey)
        let signature = try key.sign(Array("text".utf8))
        #expect(signature.count == 256)
        #expect(key.publicKey.isValid(signature, of: Array("text".utf8)))
        #expect(!key.publicKey.isValid(signature, of: Array("texx".utf8)))
        #expect(key.fingerprint.count == 32)
        let again = try DigestPublicKey(pkcs1: key.publicKey.pkcs1)
        #expect(again == key.publicKey)
        #expect(try DigestKey(material: key.material()).publicKey == key.publicKey)
        // SEQUENCE, INTEGER of 257 bytes, and at the end the exponent 65537.
        #expect(key.publicKey.pkcs1.prefix(8) == [0x30, 0x82, 0x01, 0x0A, 0x02, 0x82, 0x01, 0x01])
        #expect(key.publicKey.pkcs1.suffix(5) == [0x02, 0x03, 0x01, 0x00, 0x01])
    }

    @Test func a_key_of_another_kind_is_refused() {
        #expect(throws: KeyCrypto.CryptoError.self) { try DigestPublicKey(spki: [0x30, 0x00]) }
    }

    @Test func a_hash_is_made_in_pieces_too() {
        var hash = ContentHash()
        hash.update(Array("ab".utf8))
        hash.update(Array("c".utf8))
        #expect(hash.hex == ContentHash.hex(Array("abc".utf8)))
        #expect(hash.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        (EventSelector.ReadWriteType.all, true, true), (.readOnly, true, false), (.writeOnly, false, true),
    ])
    func a_target_takes_what_its_selector_says(type: EventSelector.ReadWriteType, read: Bool, write: Bool) {
        var target = target
        target.selector = EventSelector(readWriteType: type, excludedSources: ["kms.amazonaws.com"])
        func takes(_ isReadOnly: Bool, _ source: String) -> Bool {
            target.takes(
                DeliveredRecord(
                    account: "111122223333", region: "us-west-2", eventSource: source, isReadOnly: isReadOnly,
                    time: 0))
        }
        #expect(takes(true, "sts.amazonaws.com") == read)
        #expect(takes(false, "sts.amazonaws.com") == write)
        #expect(!takes(true, "kms.amazonaws.com") && !takes(false, "kms.amazonaws.com"))
    }

    @Test func a_target_takes_its_account_and_region_only() {
        var target = target
        target.isMultiRegion = false
        func takes(_ account: String, _ region: String, _ source: String = "kms.amazonaws.com") -> Bool {
            target.takes(
                DeliveredRecord(account: account, region: region, eventSource: source, isReadOnly: true, time: 0))
        }
        #expect(takes("111122223333", "us-east-1"))
        #expect(!takes("111122223333", "us-west-2"))
        #expect(takes("111122223333", "us-west-2", "iam.amazonaws.com"))
        #expect(!takes("444455556666", "us-east-1"))
        #expect(target.takesAll(account: "111122223333", region: "us-east-1", from: 0))
        #expect(!target.takesAll(account: "111122223333", region: "us-west-2", from: 0))
        target.isLogging = false
        #expect(!takes("111122223333", "us-east-1"))
    }

    @Test func a_moment_is_the_event_s_own_or_the_end_of_its_second() {
        func moment(_ id: String) -> Int64? {
            EventSummary(
                json: Array(#"{"eventID":"\#(id)","eventName":"n","eventTime":"1970-01-01T00:00:05Z"}"#.utf8))?.moment
        }
        let randomness = [UInt8](repeating: 1, count: EventID.randomBytes)
        #expect(moment(EventID.make(time: 5_123, randomness: randomness)) == 5_123)
        #expect(moment(EventID.make(time: 6_123, randomness: randomness)) == 5_999)
        #expect(moment("another") == 5_999)
    }

    private func digest(previous: DeliveredDigest?, files: [DeliveredFile]) -> DigestFile {
        DigestFile(
            target: target, account: "111122223333", region: "us-east-2", start: end - 3_600_000, end: end,
            fingerprint: "fp", previous: previous, files: files)
    }

    private func delivered(_ name: String, _ oldest: Int64, _ newest: Int64) -> DeliveredFile {
        DeliveredFile(
            path: target.path(ofKey: name), segment: 1, trail: target.trailARN, account: "111122223333",
            region: "us-east-2", records: 1, oldestEventTime: oldest, newestEventTime: newest, hash: "h",
            storedHash: "s")
    }
}
