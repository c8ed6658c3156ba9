// Room: AuditTrail (floor 2)
// Holds: what an audit record says and how it is written (CloudTrail's record), the chain that binds the records of the
//        live log to each other, names of log files, digest files and their signatures, what verifying them finds.
// Must not know: files, clocks, keys' storage, HTTP; which operations there are.
// Go instead: to AuditFiles for how the trail gets on disk and is looked up, to CloudTrail for its API, to KeyService and
//             Identity for what each operation tells of itself.

/// What an operation tells of itself for its record
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
/// Holds neither plaintext nor key, secret or token.
public struct AuditDetails: Hashable, Sendable {
    /// A JSON object; nil is written as null.
    public var requestParameters: [UInt8]?
    /// A JSON object; nil is written as null. Only of calls that change something.
    public var responseElements: [UInt8]?
    /// A JSON object; nil is left out.
    public var additionalEventData: [UInt8]?
    /// What the call used or changed. Empty is left out.
    public var resources: [AuditResource]
    public var isReadOnly: Bool

    public init(
        requestParameters: [UInt8]? = nil, responseElements: [UInt8]? = nil, additionalEventData: [UInt8]? = nil,
        resources: [AuditResource] = [], isReadOnly: Bool
    ) {
        self.requestParameters = requestParameters
        self.responseElements = responseElements
        self.additionalEventData = additionalEventData
        self.resources = resources
        self.isReadOnly = isReadOnly
    }
}

/// Something that a call used or changed.
public struct AuditResource: Hashable, Sendable {
    /// 12 digits: whose it is.
    public var account: String
    /// As CloudFormation names it, for example `AWS::KMS::Key`.
    public var type: String
    public var arn: String

    public init(account: String, type: String, arn: String) {
        self.account = account
        self.type = type
        self.arn = arn
    }
}

/// One record on its way into the trail.
public struct AuditEntry: Hashable, Sendable {
    /// In whose trail it belongs: 12 digits.
    public var account: String
    public var region: String
    /// The record: one JSON object without line breaks.
    public var json: [UInt8]

    public init(account: String, region: String, json: [UInt8]) {
        self.account = account
        self.region = region
        self.json = json
    }
}

/// The trail can't be written: nothing may be done that has to stand in it.
public struct AuditFailure: Error, Hashable, Sendable {
    /// For the operator's log.
    public var cause: String
    /// Whether the records that could not be written are kept, and are written as soon as that is possible.
    public var keepsRecords: Bool

    public init(_ cause: String, keepsRecords: Bool = true) {
        self.cause = cause
        self.keepsRecords = keepsRecords
    }
}

/// Where records go.
public protocol AuditSink: Sendable {
    /// Whether calls may be made: false from a failed write on, until a later one has succeeded.
    var isAccepting: Bool { get }

    /// Appends records, in this order, with nothing between them. On return they are as durable as the trail is set to be.
    /// - Throws: `AuditFailure` if they are not. They are kept in memory, and written before any later ones.
    func append(_ entries: [AuditEntry]) async throws(AuditFailure)
}

/// A trail that keeps nothing, for tests.
public struct NoAuditTrail: AuditSink {
    public init() {}

    public var isAccepting: Bool { true }

    public func append(_ entries: [AuditEntry]) async throws(AuditFailure) {}
}
