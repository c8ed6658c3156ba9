import AWSJSON

extension DigestFile {
    /// Reads a digest file's uncompressed content; nil if it is none.
    public init?(json: [UInt8]) {
        do {
            var reader = JSONReader(json, depthMax: 4)
            let parsed = try DigestMembers(&reader)
            try reader.finish()
            guard let account = parsed.texts["awsAccountId"], let start = parsed.texts["digestStartTime"],
                let end = parsed.texts["digestEndTime"], let bucket = parsed.texts["digestS3Bucket"],
                let object = parsed.texts["digestS3Object"],
                let fingerprint = parsed.texts["digestPublicKeyFingerprint"],
                parsed.texts["digestSignatureAlgorithm"] == Self.signatureAlgorithm
            else { return nil }
            self.account = account
            self.start = start
            self.end = end
            self.bucket = bucket
            self.object = object
            self.fingerprint = fingerprint
            previous = Previous(parsed.texts)
            logFiles = try parsed.logFiles.map { texts throws(JSONError) in
                guard let file = LogFile(texts) else { throw .malformed(offset: 0) }
                return file
            }
        } catch { return nil }
    }
}

/// The members of a digest file that are texts, and those of its log files.
private struct DigestMembers {
    var texts: [String: String] = [:]
    var logFiles: [[String: String]] = []

    init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let name = try reader.nextMember() {
            let kind = try reader.nextKind()
            if name == "logFiles", kind == .array {
                try reader.beginArray()
                while try reader.nextElement() { logFiles.append(try Self.texts(&reader)) }
            } else if kind == .string {
                texts[name] = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
    }

    private static func texts(_ reader: inout JSONReader) throws(JSONError) -> [String: String] {
        var texts: [String: String] = [:]
        try reader.beginObject()
        while let name = try reader.nextMember() {
            if try reader.nextKind() == .string {
                texts[name] = try reader.readString()
            } else {
                try reader.skipValue()
            }
        }
        return texts
    }
}

extension DigestFile.Previous {
    fileprivate init?(_ texts: [String: String]) {
        guard let bucket = texts["previousDigestS3Bucket"], let object = texts["previousDigestS3Object"],
            let hash = texts["previousDigestHashValue"], let signature = texts["previousDigestSignature"]
        else { return nil }
        self.init(bucket: bucket, object: object, hash: hash, signature: signature)
    }
}

extension DigestFile.LogFile {
    fileprivate init?(_ texts: [String: String]) {
        guard let bucket = texts["s3Bucket"], let object = texts["s3Object"], let hash = texts["hashValue"],
            let newest = texts["newestEventTime"], let oldest = texts["oldestEventTime"]
        else { return nil }
        self.init(bucket: bucket, object: object, hash: hash, newestEventTime: newest, oldestEventTime: oldest)
    }
}
