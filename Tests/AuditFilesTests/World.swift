import AWSJSON
import AuditFiles
import AuditTrail
import KeyCrypto
import Records
import Synchronization
import Testing

final class FakeClock: Clock {
    private let now: Atomic<Int64>

    init(_ now: Int64 = 1_789_999_200_000 + 60_000) { self.now = Atomic(now) }

    func nowMilliseconds() -> Int64 { now.load(ordering: .relaxed) }
    func advance(minutes: Int64) { now.add(minutes * 60_000, ordering: .relaxed) }
    func advance(seconds: Int64) { now.add(seconds * 1000, ordering: .relaxed) }
}

/// Bytes that never repeat, and are the same in each run.
final class CountingRandomness: Randomness {
    private let state: Atomic<UInt64>

    init(seed: UInt64) { state = Atomic(seed << 32) }

    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for index in buffer.indices {
            var mixed = state.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            buffer[index] = UInt8(truncatingIfNeeded: mixed >> 29)
        }
    }
}

/// A trail in memory, its clock, and what was acknowledged.
struct World: Sendable {
    var files = MemoryFiles()
    var clock = FakeClock()
    var options = TrailOptions()
    var trails: [DeliveryTarget] = []
    var seed: UInt64 = 1

    static let directory = "/data/audit"
    static let region = "eu-central-1"
    static let accounts = ["111122223333", "444455556666"]
    static let signer = try? DigestKey.generate()

    static var chain: ChainKey {
        var bytes = [UInt8](repeating: 7, count: ChainKey.byteCount)
        return ChainKey(HeldSecret(SecretBytes(consuming: &bytes)))
    }

    func open() throws -> AuditFiles {
        let signer = try #require(Self.signer)
        return try AuditFiles(
            directory: Self.directory, keys: TrailKeys(chain: Self.chain, signer: signer), homeRegion: Self.region,
            options: options,
            ports: TrailPorts(clock: clock, randomness: CountingRandomness(seed: seed), files: files))
    }

    func entry(_ number: Int) -> AuditEntry {
        let time = UTCTime(milliseconds: clock.nowMilliseconds()).iso8601
        let json = """
            {"eventVersion":"1.11","eventTime":"\(time)","eventSource":"kms.amazonaws.com","eventName":"Encrypt",\
            "awsRegion":"\(Self.region)","readOnly":\(number % 2 == 0),"eventID":"event-\(number)-"}
            """
        return AuditEntry(account: Self.accounts[number % 2], region: Self.region, json: Array(json.utf8))
    }

    func verified() throws -> (findings: [TrailFinding], totals: TrailTotals) {
        let findings = Mutex<[TrailFinding]>([])
        let signer = try #require(Self.signer)
        let verifier = TrailVerifier(
            reader: TrailDirectory(Self.directory, files: files), key: Self.chain, publicKeys: [signer.publicKey])
        let totals = try verifier.verify { finding in findings.withLock { $0.append(finding) } }
        return (findings.withLock(\.self), totals)
    }

    /// How often each event stands in the built-in target's files and in live segments.
    func counts() throws -> [Int: Int] {
        var counts: [Int: Int] = [:]
        let directory = TrailDirectory(Self.directory, files: files)
        for path in try directory.files() where !path.contains("CloudTrail-Digest") {
            guard path.hasPrefix("live/") || path.hasPrefix("AWSLogs/") else { continue }
            let bytes = try directory.read(path) ?? []
            let content = path.hasPrefix("live/") ? bytes : try directory.inflated(bytes) ?? []
            let text = String(decoding: content, as: UTF8.self)
            for part in text.components(between: "\"event-", and: "-\"") {
                if let number = Int(part) { counts[number, default: 0] += 1 }
            }
        }
        return counts
    }

    func survivors(ofPowerLoss isPowerLoss: Bool) -> World {
        var left = self
        left.files = files.survivors(ofPowerLoss: isPowerLoss)
        left.seed = seed + 1
        return left
    }
}

extension AuditFiles {
    func tick(trails: [DeliveryTarget]?) async { await tick { trails } }
}

extension String {
    func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let from = rest.range(of: start) {
            rest = rest[from.upperBound...]
            guard let to = rest.range(of: end) else { break }
            found.append(String(rest[..<to.lowerBound]))
            rest = rest[to.upperBound...]
        }
        return found
    }

    private func range(of text: String) -> Range<Index>? { self[...].range(of: text) }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? {
        let (own, other) = (utf8, text.utf8)
        var index = startIndex
        while index < endIndex {
            if own[index] == other.first, own[index...].starts(with: other) {
                return index..<own.index(index, offsetBy: other.count)
            }
            index = own.index(after: index)
        }
        return nil
    }
}
