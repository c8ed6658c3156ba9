import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_UpdateTrail.html
enum UpdateTrail: OneTrailOperation {
    typealias Input = UpdateTrailRequest
    static let operation = CloudTrailOperation.updateTrail

    static func trail(_ input: UpdateTrailRequest) -> String { input.name }

    static func run(_ request: Authorized<UpdateTrail>, in call: Call) async throws(Failure) -> UpdateTrailResponse {
        let old = try request.subject.changeable(in: call)
        var trail = try changed(old.value, request.input)
        try trail.remember(old.value, in: call)
        let store = call.environment.store
        var changes = [store.put(trail, over: old.version)]
        if trail.isMultiRegion, !old.value.isMultiRegion {
            let register = try await stored { () throws(RecordError) in
                try await call.trails.register(of: call.account)
            }
            let others = try await stored { () throws(RecordError) in try await call.trails.all(of: call.account) }
            try TrailRules.checkCount(trail, among: others.map(\.value).filter { $0.name != trail.name })
            changes.append(TrailRegister.touched(register, in: store))
        }
        let made = changes
        try await stored { () throws(RecordError) in try await store.commit(made) }
        return UpdateTrailResponse(trail)
    }

    /// What the request leaves out stays as it is.
    private static func changed(_ old: TrailRecord, _ input: UpdateTrailRequest) throws(Failure) -> TrailRecord {
        try UnsupportedRules.check(
            snsTopic: input.snsTopicName, logGroup: input.cloudWatchLogsLogGroupArn,
            logRole: input.cloudWatchLogsRoleArn, kmsKey: input.kmsKeyId,
            isOrganizationTrail: input.isOrganizationTrail, recursiveLogging: input.recursiveLogging)
        var trail = old
        if let bucket = input.s3BucketName {
            try DestinationRules.checkBucket(bucket)
            trail.bucket = bucket
        }
        if let prefix = input.s3KeyPrefix { trail.prefix = try DestinationRules.prefix(prefix) }
        trail.includesGlobalServiceEvents = input.includeGlobalServiceEvents ?? old.includesGlobalServiceEvents
        trail.isMultiRegion = input.isMultiRegionTrail ?? old.isMultiRegion
        trail.validatesLogFiles = input.enableLogFileValidation ?? old.validatesLogFiles
        try TrailRules.checkGlobalEvents(trail)
        return trail
    }
}

extension UpdateTrailResponse {
    fileprivate init(_ trail: TrailRecord) {
        self.init(
            name: trail.name, s3BucketName: trail.bucket, s3KeyPrefix: trail.prefix,
            includeGlobalServiceEvents: trail.includesGlobalServiceEvents, isMultiRegionTrail: trail.isMultiRegion,
            trailARN: trail.arn, logFileValidationEnabled: trail.validatesLogFiles, isOrganizationTrail: false)
    }
}
