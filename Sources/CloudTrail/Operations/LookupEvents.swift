import AWSJSON
import AuditTrail
import CloudTrailModel

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
enum LookupEvents: AccountOperation {
    typealias Input = LookupEventsRequest
    static let operation = CloudTrailOperation.lookupEvents

    private static let pageSize = 50
    /// Older events are in the files alone.
    private static let daysKept: Int64 = 90

    static func run(
        _ request: Authorized<LookupEvents>, in call: Call
    ) async throws(Failure) -> LookupEventsResponse {
        let input = request.input
        let attribute = try attribute(input.lookupAttributes)
        let (start, end) = (input.startTime?.milliseconds, input.endTime?.milliseconds)
        if let start, let end, start > end {
            throw .refused(.invalidTimeRangeException, "The start time is after the end time.")
        }
        let token = LookupToken(input, in: call)
        let position = try token.position(of: input.nextToken)
        // Nothing here finds what is unusual in events.
        if input.eventCategory != nil { return LookupEventsResponse(events: []) }
        let query = EventQuery(
            account: call.account, region: call.region, attribute: attribute,
            from: max(start ?? .min, call.now - daysKept * 86_400_000), through: end,
            limit: input.maxResults ?? pageSize, after: position)
        let page = try await lookUp(query, in: call.environment.archive)
        return LookupEventsResponse(
            events: page.events.compactMap { Event($0.json) }, nextToken: page.next.map(token.text))
    }

    private static func attribute(
        _ attributes: [LookupAttribute]?
    ) throws(Failure) -> (name: EventAttribute, value: String)? {
        guard let attributes, let first = attributes.first else { return nil }
        guard attributes.count == 1, let key = first.attributeKey, let value = first.attributeValue,
            let name = EventAttribute(rawValue: key.rawValue)
        else {
            throw .refused(.invalidLookupAttributesException, "Only one lookup attribute can be given.")
        }
        return (name, value)
    }

    private static func lookUp(_ query: EventQuery, in archive: any EventArchive) async throws(Failure) -> EventPage {
        do throws(AuditFailure) {
            return try await archive.lookUp(query)
        } catch {
            throw .archive(error)
        }
    }
}

extension Event {
    /// Nil for what is no record.
    fileprivate init?(_ json: [UInt8]) {
        guard let summary = EventSummary(json: json), let text = String(validating: json, as: UTF8.self) else {
            return nil
        }
        self.init(
            eventId: summary.eventID, eventName: summary.eventName, readOnly: summary.isReadOnly ? "true" : "false",
            accessKeyId: summary.accessKeyID, eventTime: Timestamp(milliseconds: summary.eventTime),
            eventSource: summary.eventSource, username: summary.username,
            resources: summary.resources.map { Resource(resourceType: $0.type, resourceName: $0.arn) },
            cloudTrailEvent: text)
    }
}
