import AWSJSON
import AuditTrail
import Records
import ServiceModel

/// Events in the record store, each written in the commit of the change that it is about.
extension Identity {
    /// What an operator did to an account. AWS has no such things: it makes accounts in its service Organizations.
    enum OperatorEvent: String {
        /// He made it, with its administrator.
        case creation = "CreateAccount"
        /// He gave its administrator a new access key.
        case recovery = "RecoverAdministrator"
    }

    /// `command`: which did it.
    func event(
        _ what: OperatorEvent, of user: UserRecord, _ accessKeyID: String, in partition: String, by command: String
    ) -> PendingEvent {
        let now = clock.nowMilliseconds()
        let region = Self.globalRegion(of: partition)
        let id = EventID.make(time: now, randomness: randomness.bytes(EventID.randomBytes))
        let resource = AuditResource(account: user.account, type: "AWS::IAM::User", arn: user.arn(in: partition))
        let event = AuditEvent(
            service: "iam.amazonaws.com", name: what.rawValue, account: user.account, region: region,
            time: now, id: id, details: AuditDetails(resources: [resource], isReadOnly: false),
            serviceEventDetails: AuditDetails.object {
                $0.member("userName", user.name)
                $0.member("accessKeyId", accessKeyID)
            }, invokedBy: command)
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
