import AWSJSON

/// The parts of a record that may be large, each within its limit.
struct AuditObjects {
    var requestParameters: [UInt8]?
    var responseElements: [UInt8]?
    var additionalEventData: [UInt8]?
    var serviceEventDetails: [UInt8]?
    var resources: [AuditResource]

    init(_ details: AuditDetails, _ serviceEventDetails: [UInt8]?) {
        self.init(
            details, serviceEventDetails, objectBytesMax: AuditLimits.objectBytesMax,
            additionalEventDataBytesMax: AuditLimits.additionalEventDataBytesMax)
        resources = details.resources
    }

    /// For a record that is too large as a whole though none of its fields is.
    init(leastOf details: AuditDetails, _ serviceEventDetails: [UInt8]?) {
        self.init(details, serviceEventDetails, objectBytesMax: 16 * 1024, additionalEventDataBytesMax: 16 * 1024)
        resources = Array(details.resources.prefix(16))
    }

    private init(
        _ details: AuditDetails, _ serviceEventDetails: [UInt8]?, objectBytesMax: Int, additionalEventDataBytesMax: Int
    ) {
        func limited(_ object: [UInt8]?, _ field: String, _ bytesMax: Int) -> [UInt8]? {
            guard let object, object.count > bytesMax else { return object }
            return AuditLimits.omission(of: field, bytes: object.count)
        }
        requestParameters = limited(details.requestParameters, "requestParameters", objectBytesMax)
        responseElements = limited(details.responseElements, "responseElements", objectBytesMax)
        additionalEventData = limited(
            details.additionalEventData, "additionalEventData", additionalEventDataBytesMax)
        self.serviceEventDetails = limited(serviceEventDetails, "serviceEventDetails", objectBytesMax)
        resources = []
    }

    /// About how many.
    var bytes: Int {
        (requestParameters?.count ?? 0) + (responseElements?.count ?? 0) + (additionalEventData?.count ?? 0)
            + (serviceEventDetails?.count ?? 0) + 192 * resources.count
    }

    func writeDetails(to json: inout JSONWriter) {
        json.name("requestParameters")
        if let requestParameters { json.raw(requestParameters) } else { json.null() }
        json.name("responseElements")
        if let responseElements { json.raw(responseElements) } else { json.null() }
        json.object("additionalEventData", additionalEventData)
    }

    func writeResources(to json: inout JSONWriter) {
        guard !resources.isEmpty else { return }
        json.name("resources")
        json.beginArray()
        for resource in resources {
            json.beginObject()
            json.member("accountId", resource.account)
            json.member("type", resource.type)
            json.member("ARN", resource.arn)
            json.endObject()
        }
        json.endArray()
    }
}

extension JSONWriter {
    /// Nil is left out.
    mutating func object(_ name: String, _ object: [UInt8]?) {
        guard let object else { return }
        self.name(name)
        raw(object)
    }
}
