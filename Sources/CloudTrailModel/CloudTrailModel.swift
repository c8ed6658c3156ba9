// Room: CloudTrailModel (floor 2)
// Holds: what requests to AWS CloudTrail ask and its answers say (`Generated`, made by Tools/generate_model.py), its errors.
// Must not know: trails, records, HTTP, signatures; whether what a request asks can be done.
// Go instead: to CloudTrail for what an operation does, to ServiceModel for how JSON is read and written.

import ServiceModel

extension CloudTrailOperation {
    /// The operation that a request's `X-Amz-Target` names. Clients that are made from the older models (the AWS CLI,
    /// boto3) write `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents`, those made from the newer ones
    /// `CloudTrail_20131101.LookupEvents`.
    /// - Returns: nil for an unknown one.
    public init?(target: String) {
        let text = target.utf8[...]
        let short = text.removing("com.amazonaws.cloudtrail.v20131101.") ?? text
        guard let bytes = short.removing("CloudTrail_20131101.") else { return nil }
        let name = String(Substring(bytes))
        guard let operation = Self(rawValue: name), name.isIdentical(to: operation.rawValue) else { return nil }
        self = operation
    }
}
