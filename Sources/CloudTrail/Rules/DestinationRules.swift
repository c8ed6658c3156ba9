import CloudTrailModel

/// What AWS asks of the names of buckets
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-s3-bucket-naming-requirements.html) and of
/// prefixes. Whether there is such a bucket nobody asks: log files stand below the server's data directory.
enum DestinationRules {
    private static let bucketLengths = 3...63
    private static let prefixLengthMax = 200

    static func checkBucket(_ bucket: String) throws(Failure) {
        let bytes = Array(bucket.utf8)
        guard bucketLengths.contains(bytes.count) else {
            throw .bucket("The name of a bucket has 3 to 63 characters.")
        }
        guard bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }) else {
            throw .bucket("The name of a bucket can only have lower-case letters, digits, hyphens and periods.")
        }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard
            labels.allSatisfy({ label in
                [label.first, label.last].allSatisfy { $0.map(isAlphanumeric) ?? false }
            })
        else {
            throw .bucket("Each part of a bucket's name must start and end with a lower-case letter or a digit.")
        }
        guard !TrailNameRules.isAddress(bucket) else {
            throw .bucket("The name of a bucket can't have the form of an IP address.")
        }
    }

    /// A prefix is a part of files' paths here.
    /// - Returns: nil for an empty one.
    static func prefix(_ prefix: String?) throws(Failure) -> String? {
        guard let prefix, !prefix.isEmpty else { return nil }
        guard prefix.utf8.count <= prefixLengthMax else {
            throw .prefix("The prefix is too long: it can have 200 characters.")
        }
        guard prefix.utf8.allSatisfy(isPrefixCharacter) else {
            throw .prefix("The prefix has characters that are not allowed.")
        }
        let parts = prefix.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw .prefix("The prefix can't begin or end with a slash, and no part of it can be empty, '.' or '..'.")
        }
        guard !parts.contains("AWSLogs") else { throw .prefix("The prefix can't contain AWSLogs.") }
        return prefix
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte.isLowerCaseLetter || byte.isDigit }

    private static func isPrefixCharacter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "/!-_.*'()=".utf8.contains(byte)
    }
}

/// What requests may ask of a trail that can't be done here. To accept it would be a promise that is not kept.
enum UnsupportedRules {
    static func check(
        snsTopic: String?, logGroup: String?, logRole: String?, kmsKey: String?, isOrganizationTrail: Bool?,
        recursiveLogging: Bool?
    ) throws(Failure) {
        // An empty text takes away what was never there.
        guard isEmpty(snsTopic) else { throw .notBuilt("notifications of trails by Amazon SNS") }
        guard isEmpty(logGroup), isEmpty(logRole) else { throw .notBuilt("delivery of events to CloudWatch Logs") }
        guard isEmpty(kmsKey) else { throw .notBuilt("log files that are encrypted with a KMS key") }
        guard recursiveLogging == nil else { throw .notBuilt("RecursiveLogging") }
        guard isOrganizationTrail != true else {
            throw .refused(
                .organizationsNotInUseException, "The account is not a member of an organization in AWS Organizations.")
        }
    }

    private static func isEmpty(_ text: String?) -> Bool { text?.isEmpty ?? true }
}

extension Failure {
    fileprivate static func bucket(_ message: String) -> Failure { .refused(.invalidS3BucketNameException, message) }

    fileprivate static func prefix(_ message: String) -> Failure { .refused(.invalidS3PrefixException, message) }
}
