import AuditTrail
import CloudTrailModel
import Records

/// What is asked of an account's trails together.
enum TrailRules {
    /// In each Region, those of other Regions that are for all included
    /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html).
    static let trailsPerRegion = 5

    /// Whether one more trail fits: its name is free, and there are not too many where it would be.
    static func check(_ trail: TrailRecord, among others: [TrailRecord]) throws(Failure) {
        guard !others.contains(where: { $0.name == trail.name }) else {
            throw .refused(
                .trailAlreadyExistsException, "Trail \(trail.name) already exists for customer: \(trail.account)")
        }
        try checkCount(trail, among: others)
    }

    static func checkCount(_ trail: TrailRecord, among others: [TrailRecord]) throws(Failure) {
        let regions = trail.isMultiRegion ? Set(others.map(\.homeRegion)).union([trail.homeRegion]) : [trail.homeRegion]
        for region in regions.sorted() where others.count(where: { $0.isVisible(in: region) }) >= trailsPerRegion {
            throw .refused(
                .maximumNumberOfTrailsExceededException,
                "User: \(trail.account) already has \(trailsPerRegion) trails in \(region).")
        }
    }

    static func checkGlobalEvents(_ trail: TrailRecord) throws(Failure) {
        guard trail.includesGlobalServiceEvents || !trail.isMultiRegion else {
            throw .refused(
                .invalidParameterCombinationException, "Multi-Region trail must include global service events.")
        }
    }
}

extension TrailRecord {
    var model: Trail {
        Trail(
            name: name, s3BucketName: bucket, s3KeyPrefix: prefix,
            includeGlobalServiceEvents: includesGlobalServiceEvents, isMultiRegionTrail: isMultiRegion,
            homeRegion: homeRegion, trailARN: arn, logFileValidationEnabled: validatesLogFiles,
            hasCustomEventSelectors: hasCustomSelectors, hasInsightSelectors: false, isOrganizationTrail: false)
    }

    private var hasCustomSelectors: Bool {
        advancedNames != nil || selectors.map { $0 != [.everything] } ?? false
    }
}
