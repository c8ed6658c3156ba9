import AuditTrail
import Records

/// A trail as a request names it, and what was found under that name.
struct NamedTrail: Sendable {
    /// What policies compare: that of the trail, or that which it would have.
    var arn: String
    var found: Versioned<TrailRecord>?
    /// 12 digits: whose it would be.
    var account: String

    /// The trail that must be there.
    func existing(in call: Call) throws(Failure) -> Versioned<TrailRecord> {
        guard let found else { throw .unknownTrail(arn, call.account) }
        return found
    }

    /// The trail that must be there and at home in the request's Region.
    func changeable(in call: Call) throws(Failure) -> Versioned<TrailRecord> {
        let found = try existing(in: call)
        guard found.value.homeRegion == call.region else { throw .otherHomeRegion(found.value) }
        return found
    }

    var resources: [AuditResource] {
        [AuditResource(account: account, type: "AWS::CloudTrail::Trail", arn: arn)]
    }
}

enum Resolver {
    /// A trail by its name, if it is visible in the request's Region, or by its ARN.
    static func trail(_ text: String, in call: Call) async throws(Failure) -> NamedTrail {
        switch try TrailName(parsing: text) {
        case .name(let name):
            let found = try await stored { () throws(RecordError) in
                try await call.trails.visible(name, account: call.account, region: call.region)
            }
            return NamedTrail(
                arn: found?.value.arn ?? call.arn(ofTrail: name), found: found, account: call.account)
        case .arn(let arn): return try await trail(arn, in: call)
        }
    }

    private static func trail(_ arn: TrailARN, in call: Call) async throws(Failure) -> NamedTrail {
        var found: Versioned<TrailRecord>?
        if arn.account == call.account {
            found = try await stored { () throws(RecordError) in
                try await call.trails.find(arn.name, account: arn.account, region: arn.region)
            }
        }
        if found?.value.arn != arn.text { found = nil }
        return NamedTrail(arn: arn.text, found: found, account: arn.account)
    }
}
