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
    /// False while logging is stopped: then nothing is delivered.
    public var isLogging: Bool

    public init(
        directory: String, bucket: String, prefix: String? = nil, trailName: String, trailARN: String?,
        account: String?, homeRegion: String, isMultiRegion: Bool, includesGlobalServiceEvents: Bool = true,
        selector: EventSelector = .everything, validatesLogFiles: Bool = true, isLogging: Bool = true
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
    }

    /// The target that has everything, always.
    ///
    /// `homeRegion`: the server's.
    public static func builtIn(homeRegion: String) -> DeliveryTarget {
        DeliveryTarget(
            directory: "", bucket: "trent-audit", trailName: "trent", trailARN: nil, account: nil,
            homeRegion: homeRegion, isMultiRegion: true)
    }

    /// Whether it takes all records of an account and Region, so that a file needs no filtering.
    public func takesAll(account: String, region: String) -> Bool {
        takesFiles(of: account) && (isMultiRegion || region == homeRegion) && includesGlobalServiceEvents
            && selector == .everything
    }

    /// Whether a record goes there.
    public func takes(_ record: DeliveredRecord) -> Bool {
        guard takesFiles(of: record.account), selector.takes(record) else { return false }
        if record.isOfGlobalService { return includesGlobalServiceEvents }
        return isMultiRegion || record.region == homeRegion
    }

    private func takesFiles(of account: String) -> Bool { isLogging && (self.account ?? account) == account }
}

/// What decides where a record goes.
public struct DeliveredRecord: Hashable, Sendable {
    public var account: String
    public var region: String
    public var eventSource: String
    public var isReadOnly: Bool

    public init(account: String, region: String, eventSource: String, isReadOnly: Bool) {
        self.account = account
        self.region = region
        self.eventSource = eventSource
        self.isReadOnly = isReadOnly
    }

    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events>
    var isOfGlobalService: Bool { eventSource == "iam.amazonaws.com" }
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
