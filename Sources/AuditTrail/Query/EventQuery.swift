/// What is looked for in the trail. All that is given must hold.
public struct EventQuery: Hashable, Sendable {
    /// Nil: of all accounts.
    public var account: String?
    public var region: String?
    public var attribute: (name: EventAttribute, value: String)? {
        get { attributeName.flatMap { name in attributeValue.map { (name, $0) } } }
        set { (attributeName, attributeValue) = (newValue?.name, newValue?.value) }
    }
    /// In milliseconds since 1970, both ends included. Records know whole seconds.
    public var from: Int64?
    public var through: Int64?
    /// How many events a page has at most.
    public var limit: Int
    /// The last event of the page before.
    public var after: EventPosition?

    private var attributeName: EventAttribute?
    private var attributeValue: String?

    public init(
        account: String? = nil, region: String? = nil, attribute: (name: EventAttribute, value: String)? = nil,
        from: Int64? = nil, through: Int64? = nil, limit: Int = 50, after: EventPosition? = nil
    ) {
        self.account = account
        self.region = region
        self.from = from
        self.through = through
        self.limit = limit
        self.after = after
        self.attribute = attribute
    }
}

/// What events are looked up by
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html).
public enum EventAttribute: String, CaseIterable, Sendable {
    case eventId = "EventId"
    case eventName = "EventName"
    /// `true` or `false`.
    case readOnly = "ReadOnly"
    case username = "Username"
    case resourceType = "ResourceType"
    /// For KMS keys, their ARN.
    case resourceName = "ResourceName"
    case eventSource = "EventSource"
    case accessKeyId = "AccessKeyId"
}

/// Where an event stands in the trail.
public struct EventPosition: Hashable, Sendable, Comparable {
    /// Rises from event to event, through all accounts and Regions, from 1.
    public var sequence: Int64

    public init(sequence: Int64) { self.sequence = sequence }

    public static func < (one: EventPosition, other: EventPosition) -> Bool { one.sequence < other.sequence }
}

public struct FoundEvent: Hashable, Sendable {
    public var position: EventPosition
    /// The record, as it stands in the trail.
    public var json: [UInt8]
    public var account: String
    public var region: String

    public init(position: EventPosition, json: [UInt8], account: String, region: String) {
        self.position = position
        self.json = json
        self.account = account
        self.region = region
    }
}

public struct EventPage: Hashable, Sendable {
    /// Newest first.
    public var events: [FoundEvent]
    /// Where the next page goes on; nil if there is none.
    public var next: EventPosition?

    public init(events: [FoundEvent], next: EventPosition?) {
        self.events = events
        self.next = next
    }
}

/// A trail that can be searched.
public protocol EventArchive: Sendable {
    func lookUp(_ query: EventQuery) async throws(AuditFailure) -> EventPage

    /// - Returns: nil if nothing was delivered to the trail yet.
    func deliveryStatus(of trailARN: String) -> DeliveryStatus?

    /// Records that came before, in milliseconds since 1970, were delivered to trails; nil: that is not known yet.
    var deliveredUntil: Int64? { get }
}

/// How deliveries to a trail went
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html). Times are in milliseconds
/// since 1970.
public struct DeliveryStatus: Hashable, Sendable {
    public var latestDelivery: Int64?
    public var latestDeliveryAttempt: Int64?
    /// Nil if the latest attempt succeeded.
    public var latestDeliveryError: String?
    public var latestDigestDelivery: Int64?
    public var latestDigestDeliveryError: String?

    public init(
        latestDelivery: Int64? = nil, latestDeliveryAttempt: Int64? = nil, latestDeliveryError: String? = nil,
        latestDigestDelivery: Int64? = nil, latestDigestDeliveryError: String? = nil
    ) {
        self.latestDelivery = latestDelivery
        self.latestDeliveryAttempt = latestDeliveryAttempt
        self.latestDeliveryError = latestDeliveryError
        self.latestDigestDelivery = latestDigestDelivery
        self.latestDigestDeliveryError = latestDigestDeliveryError
    }
}
