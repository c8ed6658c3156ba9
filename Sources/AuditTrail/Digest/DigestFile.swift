import AWSJSON

/// A digest file: which log files were delivered in an hour, and what they hashed to
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html).
public struct DigestFile: Hashable, Sendable {
    public static let signatureAlgorithm = "SHA256withRSA"
    public static let hashAlgorithm = "SHA-256"

    public struct LogFile: Hashable, Sendable {
        public var bucket: String
        public var object: String
        /// SHA-256 of the uncompressed content, in hexadecimal.
        public var hash: String
        /// As ISO 8601.
        public var newestEventTime: String
        public var oldestEventTime: String

        public init(bucket: String, object: String, hash: String, newestEventTime: String, oldestEventTime: String) {
            self.bucket = bucket
            self.object = object
            self.hash = hash
            self.newestEventTime = newestEventTime
            self.oldestEventTime = oldestEventTime
        }
    }

    /// The digest file before.
    public struct Previous: Hashable, Sendable {
        public var bucket: String
        public var object: String
        public var hash: String
        /// In hexadecimal.
        public var signature: String

        public init(bucket: String, object: String, hash: String, signature: String) {
            self.bucket = bucket
            self.object = object
            self.hash = hash
            self.signature = signature
        }
    }

    public var account: String
    /// As ISO 8601, like `end`.
    public var start: String
    public var end: String
    public var bucket: String
    public var object: String
    public var fingerprint: String
    /// Nil in a file that begins a chain.
    public var previous: Previous?
    public var logFiles: [LogFile]

    /// The digest of what a target got.
    ///
    /// `start`, `end`: in milliseconds since 1970, whole seconds. `previous`: the target's digest before, of the same
    /// account and Region. `files`: those delivered since, of the same account and Region.
    public init(
        target: DeliveryTarget, account: String, region: String, start: Int64, end: Int64, fingerprint: String,
        previous: DeliveredDigest?, files: [DeliveredFile]
    ) {
        self.account = account
        self.start = UTCTime(milliseconds: start).iso8601
        self.end = UTCTime(milliseconds: end).iso8601
        bucket = target.bucket
        object = target.digestKey(account: account, region: region, end: end)
        self.fingerprint = fingerprint
        self.previous = previous.map {
            Previous(
                bucket: $0.bucket ?? target.bucket, object: target.key(ofPath: $0.path), hash: $0.hash,
                signature: $0.signature)
        }
        logFiles = files.map {
            LogFile(
                bucket: $0.bucket ?? target.bucket, object: target.key(ofPath: $0.path), hash: $0.hash,
                newestEventTime: UTCTime(milliseconds: $0.newestEventTime).iso8601,
                oldestEventTime: UTCTime(milliseconds: $0.oldestEventTime).iso8601)
        }
    }

    /// What is signed: end, place, the hash of the file's uncompressed content, and the signature before
    /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html).
    public func stringToSign(contentHash: String) -> [UInt8] {
        Array("\(end)\n\(bucket)/\(object)\n\(contentHash)\n\(previous?.signature ?? "null")".utf8)
    }

    /// The file's uncompressed content: one JSON object.
    public func encoded() -> [UInt8] {
        var json = JSONWriter(reserving: 2048 + 512 * logFiles.count)
        json.beginObject()
        json.member("awsAccountId", account)
        json.member("digestStartTime", start)
        json.member("digestEndTime", end)
        json.member("digestS3Bucket", bucket)
        json.member("digestS3Object", object)
        json.member("digestPublicKeyFingerprint", fingerprint)
        json.member("digestSignatureAlgorithm", Self.signatureAlgorithm)
        json.nullable("newestEventTime", logFiles.map(\.newestEventTime).max())
        json.nullable("oldestEventTime", logFiles.map(\.oldestEventTime).min())
        json.nullable("previousDigestS3Bucket", previous?.bucket)
        json.nullable("previousDigestS3Object", previous?.object)
        json.nullable("previousDigestHashValue", previous?.hash)
        json.nullable("previousDigestHashAlgorithm", previous.map { _ in Self.hashAlgorithm })
        json.nullable("previousDigestSignature", previous?.signature)
        json.name("logFiles")
        json.beginArray()
        for file in logFiles { file.write(to: &json) }
        json.endArray()
        json.endObject()
        return json.bytes
    }

    /// The content of `<digest>.metadata.json`: what S3 keeps as the object's metadata, `x-amz-meta-` left away.
    public static func metadata(signature: [UInt8]) -> [UInt8] { metadata(signature: Hex.encode(signature)) }

    static func metadata(signature: String) -> [UInt8] {
        var json = JSONWriter(reserving: 640)
        json.beginObject()
        json.member("signature", signature)
        json.member("signature-algorithm", signatureAlgorithm)
        json.endObject()
        return json.bytes
    }

    /// The path of a digest file's metadata.
    public static func metadataPath(of digestPath: String) -> String { digestPath + ".metadata.json" }
}

extension DigestFile.LogFile {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("s3Bucket", bucket)
        json.member("s3Object", object)
        json.member("hashValue", hash)
        json.member("hashAlgorithm", DigestFile.hashAlgorithm)
        json.member("newestEventTime", newestEventTime)
        json.member("oldestEventTime", oldestEventTime)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func nullable(_ name: String, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }
}
