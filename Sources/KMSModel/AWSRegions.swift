/// The Regions in which AWS offers KMS.
public enum AWSRegions {
    /// The partition as it stands in ARNs (`aws`, `aws-cn`, `aws-us-gov`, …); nil for an unknown Region.
    public static func partition(of region: String) -> String? { partitions[region] }

    /// All of all partitions, sorted.
    public static var all: [String] { partitions.keys.sorted() }
}
