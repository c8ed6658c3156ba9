import AuditTrail

/// How closing and delivering went, for metrics and GetTrailStatus.
struct KeeperStatus: Sendable {
    var closedThrough: Int64 = 0
    var backlog = 0
    var lastDigest: Int64?
    /// Records that came before are in closed files; nil as long as that is not known.
    var deliveredUntil: Int64?
    /// Of the last round.
    var errors: [AuditFailure] = []
    var failures: Int64 = 0
    /// By the trail's ARN.
    var deliveries: [String: DeliveryStatus] = [:]

    /// - Returns: whether it succeeded.
    @discardableResult
    mutating func attempt(_ step: (inout KeeperStatus) throws(AuditFailure) -> Void) -> Bool {
        do throws(AuditFailure) {
            try step(&self)
            return true
        } catch {
            // Many may fail for one reason.
            if !errors.contains(error) { errors.append(error) }
            failures += 1
            return false
        }
    }

    mutating func deliver(_ files: [DeliveredFile], now: Int64) {
        for trail in Set(files.compactMap(\.trail)) {
            deliveries[trail, default: DeliveryStatus()].latestDelivery = now
            deliveries[trail]?.latestDeliveryAttempt = now
            deliveries[trail]?.latestDeliveryError = nil
        }
    }

    mutating func fail(_ targets: [DeliveryTarget], _ failure: AuditFailure, now: Int64) {
        for trail in targets.filter(\.isLogging).compactMap(\.trailARN) {
            deliveries[trail, default: DeliveryStatus()].latestDeliveryAttempt = now
            deliveries[trail]?.latestDeliveryError = failure.cause
        }
    }

    mutating func deliver(_ digest: DeliveredDigest, now: Int64) {
        guard let trail = digest.trail else {
            lastDigest = digest.end
            return
        }
        deliveries[trail, default: DeliveryStatus()].latestDigestDelivery = now
        deliveries[trail]?.latestDigestDeliveryError = nil
    }

    mutating func failDigest(_ target: DeliveryTarget, _ failure: AuditFailure) {
        guard let trail = target.trailARN else { return }
        deliveries[trail, default: DeliveryStatus()].latestDigestDeliveryError = failure.cause
    }
}
