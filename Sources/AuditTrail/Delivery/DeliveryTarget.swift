/// Where log files are delivered, and which records go there: the built-in target or a trail of CloudTrail's API.
public struct DeliveryTarget: Hashable, Sendable {
    /// Below the trail's directory: empty for the built-in target, else `trails/ACCOUNT/NAME`. S3 keys stand below it.
    public var directory: String
    /// `s3Bucket` in digest files.
    public var bucket: String
    /// Comes before `AWSLogs/` in S3 keys.
    public var prefix: String?
    public var trailName: String
    /// Nil for the built-in target.
    public var trailARN: String?
    /// Whose records, 12 digits; nil: everybody's.
    public var account: String?
    public var homeRegion: String
    public var isMultiRegion: Bool
    /// Whether IAM's events go there whatever the Region.
    public var includesGlobalServiceEvents: Bool
    public var selector: EventSelector
    /// Whether digest files are made.
    public var validatesLogFiles: Bool
    /// False while logging is stopped: then it takes nothing.
    public var isLogging: Bool
    /// What it took before, oldest first, as far back as there can be records that are in no file yet.
    public var former: [FormerScope]

    public init(
        directory: String, bucket: String, prefix: String? = nil, trailName: String, trailARN: String?,
        account: String?, homeRegion: String, isMultiRegion: Bool, includesGlobalServiceEvents: Bool = true,
        selector: EventSelector = .everything, validatesLogFiles: Bool = true, isLogging: Bool = true,
        former: [FormerScope] = []
    ) {
        self.directory = directory
        self.bucket = bucket
        self.prefix = prefix
        self.trailName = trailName
        self.trailARN = trailARN
        self.account = account
        self.homeRegion = homeRegion
        self.isMultiRegion = isMultiRegion
        self.includesGlobalServiceEvents = includesGlobalServiceEvents
        self.selector = selector
        self.validatesLogFiles = validatesLogFiles
        self.isLogging = isLogging
        self.former = former
    }

    /// The built-in target's, which no other may have: their digests' files would have the same names.
    public static let builtInName = "trent"

    /// The target that has everything, always.
    ///
    /// `homeRegion`: the server's.
    public static func builtIn(homeRegion: String) -> DeliveryTarget {
        DeliveryTarget(
            directory: "", bucket: "trent-audit", trailName: builtInName, trailARN: nil, account: nil,
            homeRegion: homeRegion, isMultiRegion: true)
    }

    /// What it takes now.
    public var scope: DeliveryScope {
        DeliveryScope(
            isLogging: isLogging, isMultiRegion: isMultiRegion,
            includesGlobalServiceEvents: includesGlobalServiceEvents, selector: selector)
    }

    /// As it is to be used at a time: what was changed later than that was changed by a clock that has been set back
    /// since, and when the former scopes held can't be told. Then the scope of now counts for all.
    ///
    /// `now`: in milliseconds since 1970.
    public func believed(at now: Int64) -> DeliveryTarget {
        guard let last = former.last, last.until > now else { return self }
        var target = self
        target.former = []
        return target
    }

    /// Whether it takes all records of an account and Region, so that a file needs no filtering.
    ///
    /// `oldest`: the time of the oldest one, in milliseconds since 1970.
    public func takesAll(account: String, region: String, from oldest: @autoclosure () -> Int64) -> Bool {
        guard takesFiles(of: account), scope.takesAll(region: region, home: homeRegion) else { return false }
        if former.isEmpty { return true }
        let oldest = oldest()
        return former.allSatisfy { $0.until < oldest || $0.scope.takesAll(region: region, home: homeRegion) }
    }

    /// Whether a record goes there: what the target took when the event happened decides.
    public func takes(_ record: DeliveredRecord) -> Bool {
        guard takesFiles(of: record.account) else { return false }
        return (former.first { $0.counts(for: record) }?.scope ?? scope).takes(record, home: homeRegion)
    }

    private func takesFiles(of account: String) -> Bool { (self.account ?? account) == account }
}

/// Which management events a trail takes
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html).
public struct EventSelector: Hashable, Sendable {
    public enum ReadWriteType: String, CaseIterable, Sendable {
        case all = "All"
        case readOnly = "ReadOnly"
        case writeOnly = "WriteOnly"
    }

    public var readWriteType: ReadWriteType
    public var includesManagementEvents: Bool
    /// For example `kms.amazonaws.com`.
    public var excludedSources: [String]

    public init(
        readWriteType: ReadWriteType = .all, includesManagementEvents: Bool = true, excludedSources: [String] = []
    ) {
        self.readWriteType = readWriteType
        self.includesManagementEvents = includesManagementEvents
        self.excludedSources = excludedSources
    }

    public static let everything = EventSelector()

    func takes(_ record: DeliveredRecord) -> Bool {
        guard includesManagementEvents, !excludedSources.contains(record.eventSource) else { return false }
        return switch readWriteType {
        case .all: true
        case .readOnly: record.isReadOnly
        case .writeOnly: !record.isReadOnly
        }
    }
}
