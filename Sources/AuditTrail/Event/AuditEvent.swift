import AWSJSON

/// What kind of event a record is of: `eventType`.
public enum AuditEventType: String, Sendable {
    /// An API was called; also what a service does by way of an API, such as SynchronizeMultiRegionKey.
    case apiCall = "AwsApiCall"
    /// A service did something that nobody called for, such as RotateKey.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html>
    case serviceEvent = "AwsServiceEvent"
}

/// One record of the trail, as CloudTrail has them
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
public struct AuditEvent: Hashable, Sendable {
    public var type: AuditEventType
    public var identity: AuditIdentity
    /// In milliseconds since 1970; written in whole seconds.
    public var time: Int64
    /// For example `kms.amazonaws.com`.
    public var source: String
    /// For example `Decrypt`.
    public var name: String
    public var region: String
    /// An address, or `AWS Internal`.
    public var sourceIPAddress: String
    public var userAgent: String
    public var errorCode: String?
    public var errorMessage: String?
    public var details: AuditDetails
    /// Nil for service events.
    public var requestID: String?
    /// From `EventID.make`.
    public var id: String
    /// In whose trail the record is: 12 digits.
    public var recipientAccount: String
    /// The same in all records of a call that is recorded in several accounts; nil if it is in one.
    public var sharedID: String?
    /// A JSON object; nil is left out.
    public var serviceEventDetails: [UInt8]?
    public var tls: AuditTLS?

    /// A record of a call.
    public init(
        identity: AuditIdentity, time: Int64, source: String, name: String, region: String, sourceIPAddress: String,
        userAgent: String, details: AuditDetails, errorCode: String? = nil, errorMessage: String? = nil,
        requestID: String?, id: String, recipientAccount: String, sharedID: String? = nil,
        tls: AuditTLS? = nil
    ) {
        type = .apiCall
        self.identity = identity
        self.time = time
        self.source = source
        self.name = name
        self.region = region
        self.sourceIPAddress = sourceIPAddress
        self.userAgent = userAgent
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.details = details
        self.requestID = requestID
        self.id = id
        self.recipientAccount = recipientAccount
        self.sharedID = sharedID
        self.tls = tls
    }

    /// A record of what a service did by itself, or its operator with it: `AwsServiceEvent`, and with a request id
    /// `AwsApiCall`, as AWS records SynchronizeMultiRegionKey
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-synchronize-multi-region-key.html).
    public init(
        service source: String, name: String, account: String, region: String, time: Int64, id: String,
        requestID: String? = nil, details: AuditDetails, serviceEventDetails: [UInt8]? = nil,
        invokedBy: String = "AWS Internal"
    ) {
        self.init(
            identity: .service(account: account, invokedBy: invokedBy), time: time, source: source, name: name,
            region: region, sourceIPAddress: invokedBy, userAgent: invokedBy, details: details, requestID: requestID,
            id: id, recipientAccount: account)
        if requestID == nil { type = .serviceEvent }
        self.serviceEventDetails = serviceEventDetails
    }

    /// The record of the same call for the account that owns what was used: it sees of the caller no more than the
    /// account and the principal's id. Give both the same `sharedID`.
    ///
    /// `id`: its own, from `EventID.make`.
    public func forOwner(account: String, id: String) -> AuditEvent {
        var event = self
        event.identity = identity.seenByOtherAccount
        event.id = id
        event.recipientAccount = account
        return event
    }

    /// The record on its way into the trail.
    public func entry() -> AuditEntry { AuditEntry(account: recipientAccount, region: region, json: encoded()) }

    /// The record: one JSON object of at most `AuditLimits.recordBytesMax`, without line breaks. Members come in the
    /// order of AWS's examples.
    public func encoded() -> [UInt8] {
        let whole = encoded(with: AuditObjects(details, serviceEventDetails))
        guard whole.count > AuditLimits.recordBytesMax else { return whole }
        return encoded(with: AuditObjects(leastOf: details, serviceEventDetails))
    }

    private func encoded(with objects: AuditObjects) -> [UInt8] {
        var json = JSONWriter(reserving: 1024 + identity.json.count + objects.bytes)
        json.beginObject()
        json.member("eventVersion", "1.11")
        json.name("userIdentity")
        json.raw(identity.json)
        json.member("eventTime", UTCTime(milliseconds: time).iso8601)
        json.member("eventSource", source)
        json.member("eventName", name)
        json.member("awsRegion", region)
        json.member("sourceIPAddress", sourceIPAddress)
        json.member("userAgent", AuditLimits.text(userAgent))
        json.member("errorCode", errorCode)
        json.member("errorMessage", errorMessage.map(AuditLimits.text))
        objects.writeDetails(to: &json)
        json.member("requestID", requestID)
        json.member("eventID", id)
        json.name("readOnly")
        json.bool(details.isReadOnly)
        objects.writeResources(to: &json)
        json.member("eventType", type.rawValue)
        json.name("managementEvent")
        json.bool(true)
        json.member("recipientAccountId", recipientAccount)
        json.member("sharedEventID", sharedID)
        json.object("serviceEventDetails", objects.serviceEventDetails)
        json.member("eventCategory", "Management")
        if let tls, !tls.isEmpty {
            json.name("tlsDetails")
            tls.write(to: &json)
        }
        json.endObject()
        return json.bytes
    }
}
