import AuditTrail
import CloudTrailModel
import Records

/// An operation on one trail's tags, which names it by its ARN.
protocol TaggingOperation: OneTrailOperation {}

extension TaggingOperation {
    static func find(_ input: Input, in call: Call) async throws(Failure) -> NamedTrail {
        try await Resolver.taggedTrail(trail(input), in: call)
    }
}

extension Resolver {
    static func taggedTrail(_ text: String, in call: Call) async throws(Failure) -> NamedTrail {
        guard case .arn = try TrailName(parsing: text) else { throw .malformedTrailARN }
        return try await trail(text, in: call)
    }
}

extension NamedTrail {
    /// The trail that must be there.
    func tagged(in call: Call) throws(Failure) -> Versioned<TrailRecord> {
        guard let found else { throw .refused(.resourceNotFoundException, "The trail \(arn) does not exist.") }
        return found
    }

    /// The trail that must be there and at home in the request's Region.
    func taggable(in call: Call) throws(Failure) -> Versioned<TrailRecord> {
        let found = try tagged(in: call)
        guard found.value.homeRegion == call.region else { throw .otherHomeRegion(found.value) }
        return found
    }
}
