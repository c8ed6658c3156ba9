import AWSJSON
import AuditTrail
import Records
import ServiceModel

/// Events in the record store, each written in the commit of the change that it is about.
extension Identity {
    /// That an operator gave an account's administrator a new access key. AWS has no such thing.
    func recovery(of user: UserRecord, accessKeyID: String, in partition: String) -> PendingEvent {
        let now = clock.nowMilliseconds()
        let region = Self.globalRegion(of: partition)
        let id = EventID.make(time: now, randomness: randomness.bytes(EventID.randomBytes))
        let resource = AuditResource(account: user.account, type: "AWS::IAM::User", arn: user.arn(in: partition))
        let event = AuditEvent(
            service: "iam.amazonaws.com", name: "RecoverAdministrator", account: user.account, region: region,
            time: now, id: id, details: AuditDetails(resources: [resource], isReadOnly: false),
            serviceEventDetails: AuditDetails.object {
                $0.member("userName", user.name)
                $0.member("accessKeyId", accessKeyID)
            }, invokedBy: "trent recover administrator")
        return PendingEvent(id: id, time: now, account: user.account, region: region, json: event.encoded())
    }

    /// Where the trail has what IAM does, which is in no Region
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html).
    private static func globalRegion(of partition: String) -> String {
        switch partition {
        case "aws-cn": "cn-north-1"
        case "aws-us-gov": "us-gov-west-1"
        default: "us-east-1"
        }
    }
}
