@testable import LoadGenerator

extension LoadPlan {
    /// Twenty requests on two connections.
    static func brief(_ operation: LoadOperation, _ endpoint: LoadEndpoint) -> LoadPlan {
        var plan = LoadPlan(
            endpoint: endpoint, operation: operation, region: "eu-west-1", accessKeyID: "AKIDEXAMPLE",
            secret: FakeKMS.secret)
        plan.connections = 2
        plan.seconds = 600
        plan.requestsMax = 20
        plan.warmUpSeconds = 0
        return plan
    }
}
