import AuditTrail
import CloudTrailModel
import Records

/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
enum CreateTrail: TrailOperation {
    typealias Input = CreateTrailRequest
    static let operation = CloudTrailOperation.createTrail

    /// Where the trail will be.
    static func find(_ input: CreateTrailRequest, in call: Call) async throws(Failure) -> NamedTrail {
        try TrailNameRules.checkNew(input.name)
        return NamedTrail(arn: call.arn(ofTrail: input.name), found: nil, account: call.account)
    }

    static func permissions(_ input: CreateTrailRequest, _ trail: NamedTrail, in call: Call) -> [Permission] {
        [Permission(operation, on: trail).requesting(input.tagsList)]
    }

    static func resources(_ trail: NamedTrail) -> [AuditResource] { trail.resources }

    static func run(_ request: Authorized<CreateTrail>, in call: Call) async throws(Failure) -> CreateTrailResponse {
        let trail = try trail(request.input, in: call)
        try await stored { () throws(RecordError) in try await call.trails.register(of: call.account) }
            .adding(trail, in: call)
        return CreateTrailResponse(trail)
    }

    private static func trail(_ input: CreateTrailRequest, in call: Call) throws(Failure) -> TrailRecord {
        try DestinationRules.checkBucket(input.s3BucketName)
        try UnsupportedRules.check(
            snsTopic: input.snsTopicName, logGroup: input.cloudWatchLogsLogGroupArn,
            logRole: input.cloudWatchLogsRoleArn, kmsKey: input.kmsKeyId,
            isOrganizationTrail: input.isOrganizationTrail, recursiveLogging: input.recursiveLogging)
        let trail = TrailRecord(
            name: input.name, account: call.account, partition: call.partition, homeRegion: call.region,
            created: call.now, bucket: input.s3BucketName, prefix: try DestinationRules.prefix(input.s3KeyPrefix),
            includesGlobalServiceEvents: input.includeGlobalServiceEvents ?? true,
            isMultiRegion: input.isMultiRegionTrail ?? false,
            validatesLogFiles: input.enableLogFileValidation ?? false,
            tags: try TagRules.tags(input.tagsList ?? []))
        try TrailRules.checkGlobalEvents(trail)
        return trail
    }
}

extension Versioned<TrailRegister> {
    /// The register is read before the trails are: what is added meanwhile makes this conflict.
    fileprivate func adding(_ trail: TrailRecord, in call: Call) async throws(Failure) {
        let others = try await stored { () throws(RecordError) in try await call.trails.all(of: call.account) }
        try TrailRules.check(trail, among: others.map(\.value))
        let store = call.environment.store
        let changes = [store.put(trail, over: 0), TrailRegister.touched(self, in: store)]
        try await stored { () throws(RecordError) in try await store.commit(changes) }
    }
}

extension CreateTrailResponse {
    fileprivate init(_ trail: TrailRecord) {
        self.init(
            name: trail.name, s3BucketName: trail.bucket, s3KeyPrefix: trail.prefix,
            includeGlobalServiceEvents: trail.includesGlobalServiceEvents, isMultiRegionTrail: trail.isMultiRegion,
            trailARN: trail.arn, logFileValidationEnabled: trail.validatesLogFiles, isOrganizationTrail: false)
    }
}
