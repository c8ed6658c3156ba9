// Room: ServiceModel (floor 1)
// Holds: what AWS's service models ask of values (lengths, ranges, patterns, enumerations), how AWS words violations,
//        how JSON requests are read and answers written, and how values stand in CloudTrail's records.
// Must not know: any service; XML, HTTP.
// Go instead: to KMSModel, IAMModel or CloudTrailModel for the requests that are checked with it, to AWSJSON for JSON.

/// A structure as it was sent, and what is wrong with it.
public struct Draft<Value: Sendable>: Sendable {
    /// Nil if there is a violation without which it could not be made. That it is there does not mean it is valid.
    public let value: Value?
    public let violations: Violations

    @inlinable
    public init(_ value: Value?, _ violations: Violations) {
        self.value = value
        self.violations = violations
    }
}

extension String {
    /// Whether both have the same bytes. One of them is ASCII, so that equal strings of equal length are identical:
    /// Swift's `==` takes the Kelvin sign for a K.
    @inlinable
    public func isIdentical(to ascii: String) -> Bool { utf8.count == ascii.utf8.count && self == ascii }
}
