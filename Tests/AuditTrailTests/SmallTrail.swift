import AWSJSON
import KeyCrypto

@testable import AuditTrail

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum Sample {
    static let account = "111122223333"
    static let region = "eu-central-1"
    static let time: Int64 = 1_790_000_000_000
    static let chainKey = chainKey(seed: 7)
    /// Made once: keys take a while.
    static let digestKey = try? DigestKey.generate()

    static func chainKey(seed: UInt8) -> ChainKey {
        var bytes = [UInt8](repeating: seed, count: ChainKey.byteCount)
        return ChainKey(HeldSecret(SecretBytes(consuming: &bytes)))
    }

    static let identity = AuditIdentity.user(
        name: "Alice", id: "AIDAEXAMPLE", arn: "arn:aws:iam::111122223333:user/Alice", account: account,
        accessKeyID: "AKIAEXAMPLE")

    static func event(_ number: Int = 0, identity: AuditIdentity = identity, name: String = "Decrypt") -> AuditEvent {
        AuditEvent(
            identity: identity, time: time + Int64(number) * 1000, source: "kms.amazonaws.com", name: name,
            region: region, sourceIPAddress: "192.0.2.1", userAgent: "aws-sdk-java",
            details: AuditDetails(
                requestParameters: Array(#"{"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}"#.utf8),
                resources: [
                    AuditResource(
                        account: account, type: "AWS::KMS::Key",
                        arn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
                ], isReadOnly: true),
            requestID: "0b2e3d1c-0000-4000-8000-000000000000",
            id: EventID.make(
                time: time + Int64(number) * 1000, randomness: [UInt8](repeating: UInt8(number), count: 10)),
            recipientAccount: account)
    }
}

/// A whole trail in memory: closed segments, files, digests, live segments, journal and head, as a writer makes them.
struct SmallTrail: TrailReader {
    var contents: [String: [UInt8]] = [:]
    private(set) var publicKeys: [DigestPublicKey] = []
    private var journal = JournalWriter(key: Sample.chainKey)
    private var value = ChainValue.logStart
    private var sequence: Int64 = 0
    private var segment: Int64 = 0
    private var undigested: [DeliveredFile] = []
    private var lastDigest: DeliveredDigest?
    private var event = 0
    let target = DeliveryTarget.builtIn(homeRegion: Sample.region)

    /// Each number is a segment with as many records; all but the last `live` are closed, with a digest after every
    /// second one.
    init(segments: [Int], live: Int = 1) throws {
        contents[TrailPath.journal] = []
        for (index, records) in segments.enumerated() {
            let bytes = begin(records: records)
            if index < segments.count - live {
                close(bytes, records: records)
                if index % 2 == 1 { try digest(end: Sample.time + Int64(index) * 3_600_000) }
            } else {
                contents[TrailPath.live(segment)] = bytes
            }
        }
        contents[TrailPath.head] = Head.initial(head, key: Sample.chainKey)
    }

    var head: HeadPosition {
        HeadPosition(segment: segment, sequence: sequence, value: value, journal: journal.position)
    }

    func files() -> [String] { contents.keys.sorted() }
    func read(_ path: String) -> [UInt8]? { contents[path] }
    /// Stands for gzip: one byte, then the content.
    func inflated(_ bytes: [UInt8]) -> [UInt8]? { bytes.first == 0x1F ? Array(bytes.dropFirst()) : nil }

    mutating func append(_ entry: JournalEntry) {
        var bytes = contents[TrailPath.journal] ?? []
        journal.append(entry, to: &bytes)
        contents[TrailPath.journal] = bytes
        contents[TrailPath.head] = Head.initial(head, key: Sample.chainKey)
    }

    private mutating func begin(records: Int) -> [UInt8] {
        segment += 1
        var bytes: [UInt8] = []
        let header = SegmentHeader(
            segment: segment, firstSequence: sequence + 1, previous: value, journal: journal.position)
        var writer = SegmentWriter(beginning: header, key: Sample.chainKey, to: &bytes)
        for _ in 0..<records {
            event += 1
            writer.append(Sample.event(event).entry(), to: &bytes)
        }
        (value, sequence) = (writer.value, writer.lastSequence)
        return bytes
    }

    private mutating func close(_ bytes: [UInt8], records: Int) {
        let first = sequence - Int64(records) + 1
        if records > 0 {
            let content = Array("{\"Records\":[]}".utf8) + bytes
            let randomness = [UInt8](repeating: UInt8(segment), count: DeliveryTarget.uniqueBytes)
            let key = target.logFileKey(
                account: Sample.account, region: Sample.region, time: Sample.time, randomness: randomness)
            contents[key] = [0x1F] + content
            let file = DeliveredFile(
                path: key, segment: segment, trail: nil, account: Sample.account, region: Sample.region,
                records: Int64(records), oldestEventTime: Sample.time, newestEventTime: Sample.time + 1000,
                hash: ContentHash.hex(content), storedHash: ContentHash.hex([0x1F] + content))
            undigested.append(file)
            append(.file(file))
        }
        append(.segment(ClosedSegment(segment: segment, firstSequence: first, lastSequence: sequence, value: value)))
    }

    private mutating func digest(end: Int64) throws {
        guard let signer = Sample.digestKey else { throw AuditFailure("no key") }
        publicKeys = [signer.publicKey]
        let file = DigestFile(
            target: target, account: Sample.account, region: Sample.region, start: end - 3_600_000, end: end,
            fingerprint: signer.fingerprint, previous: lastDigest, files: undigested)
        let content = file.encoded()
        let hash = ContentHash.hex(content)
        let signature = try signer.sign(file.stringToSign(contentHash: hash))
        contents[file.object] = [0x1F] + content
        contents[DigestFile.metadataPath(of: file.object)] = DigestFile.metadata(signature: signature)
        let digest = DeliveredDigest(
            path: file.object, trail: nil, account: Sample.account, region: Sample.region, start: end - 3_600_000,
            end: end, hash: hash, storedHash: ContentHash.hex([0x1F] + content), signature: Hex.encode(signature))
        append(.digest(digest))
        (lastDigest, undigested) = (digest, [])
    }

    func verified() throws -> (findings: [TrailFinding], totals: TrailTotals) {
        var findings: [TrailFinding] = []
        let totals = try TrailVerifier(reader: self, key: Sample.chainKey, publicKeys: publicKeys).verify {
            findings.append($0)
        }
        return (findings, totals)
    }
}
