/// Names of files, as CloudTrail gives them
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html).
extension DeliveryTarget {
    /// How many random bytes a log file's name takes.
    public static let uniqueBytes = 16

    /// The S3 key of a log file.
    ///
    /// `time`: of delivery, in milliseconds since 1970. `randomness`: `uniqueBytes` fresh bytes.
    public func logFileKey(account: String, region: String, time: Int64, randomness: [UInt8]) -> String {
        precondition(randomness.count >= Self.uniqueBytes, "a log file's name takes \(Self.uniqueBytes) random bytes")
        let time = UTCTime(milliseconds: time)
        let unique = randomness.prefix(Self.uniqueBytes).map { Self.alphabet[Int($0) % Self.alphabet.count] }
        return """
            \(root(account))/CloudTrail/\(region)/\(time.folders)/\(account)_CloudTrail_\(region)_\
            \(time.basicMinutes)_\(String(decoding: unique, as: UTF8.self)).json.gz
            """
    }

    /// The S3 key of a digest file.
    ///
    /// `end`: of the time it is about, in milliseconds since 1970.
    public func digestKey(account: String, region: String, end: Int64) -> String {
        let end = UTCTime(milliseconds: end)
        return """
            \(root(account))/CloudTrail-Digest/\(region)/\(end.folders)/\(account)_CloudTrail-Digest_\(region)_\
            \(trailName)_\(homeRegion)_\(end.basic).json.gz
            """
    }

    /// Where the object with an S3 key stands below the trail's directory.
    public func path(ofKey key: String) -> String { directory.isEmpty ? key : "\(directory)/\(key)" }

    /// The S3 key of what stands at a path below the trail's directory.
    public func key(ofPath path: String) -> String {
        let folder = directory + "/"
        return !directory.isEmpty && path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }

    private func root(_ account: String) -> String {
        guard let prefix, !prefix.isEmpty else { return "AWSLogs/\(account)" }
        return "\(prefix)/AWSLogs/\(account)"
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
