@testable import LoadGenerator

extension LoadPlan {
    /// One second on two connections.
    static func brief(_ operation: LoadOperation, _ endpoint: LoadEndpoint) -> LoadPlan {
        var plan = LoadPlan(
            endpoint: endpoint, operation: operation, region: "eu-west-1", accessKeyID: "AKIDEXAMPLE",
            secret: FakeKMS.secret)
        plan.connections = 2
        plan.seconds = 1
        plan.warmUpSeconds = 0
        return plan
    }
}
