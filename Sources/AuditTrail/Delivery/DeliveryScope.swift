/// Which records of its account a target takes, as long as that is not changed.
public struct DeliveryScope: Hashable, Sendable {
    /// False while logging is stopped: then it takes nothing.
    public var isLogging: Bool
    public var isMultiRegion: Bool
    /// Whether IAM's events go there whatever the Region.
    public var includesGlobalServiceEvents: Bool
    public var selector: EventSelector

    public init(
        isLogging: Bool, isMultiRegion: Bool, includesGlobalServiceEvents: Bool, selector: EventSelector
    ) {
        self.isLogging = isLogging
        self.isMultiRegion = isMultiRegion
        self.includesGlobalServiceEvents = includesGlobalServiceEvents
        self.selector = selector
    }

    func takesAll(region: String, home: String) -> Bool {
        isLogging && (isMultiRegion || region == home) && includesGlobalServiceEvents && selector == .everything
    }

    func takes(_ record: DeliveredRecord, home: String) -> Bool {
        guard isLogging, selector.takes(record) else { return false }
        if record.isOfGlobalService { return includesGlobalServiceEvents }
        return isMultiRegion || record.region == home
    }
}

/// What a target took until it was changed.
public struct FormerScope: Hashable, Sendable {
    public var scope: DeliveryScope
    /// When it was changed, in milliseconds since 1970: for what happened from then on it does not count.
    public var until: Int64
    /// The request that changed it, for which it counts whenever that was made: CloudTrail delivers what happened up to
    /// StopLogging, and StopLogging.
    public var changedBy: String

    public init(scope: DeliveryScope, until: Int64, changedBy: String) {
        self.scope = scope
        self.until = until
        self.changedBy = changedBy
    }

    func counts(for record: DeliveredRecord) -> Bool { record.time < until || record.requestID == changedBy }
}

/// What decides where a record goes.
public struct DeliveredRecord: Hashable, Sendable {
    public var account: String
    public var region: String
    public var eventSource: String
    public var isReadOnly: Bool
    /// Of the event, in milliseconds since 1970.
    public var time: Int64
    public var requestID: String?

    public init(
        account: String, region: String, eventSource: String, isReadOnly: Bool, time: Int64, requestID: String? = nil
    ) {
        self.account = account
        self.region = region
        self.eventSource = eventSource
        self.isReadOnly = isReadOnly
        self.time = time
        self.requestID = requestID
    }

    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events>
    var isOfGlobalService: Bool { eventSource == "iam.amazonaws.com" }
}
