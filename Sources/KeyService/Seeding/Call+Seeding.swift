import IAMPolicy
import KMSModel
import Records

extension Call {
    /// For what a seed file brings into an account and a Region: nobody's call, in the name of the account's root.
    init(seedingIn region: String, of account: String, _ environment: Environment) {
        let partition = AWSRegions.partition(of: region) ?? "aws"
        let arn = "arn:\(partition):iam::\(account):root"
        let root = Requester(kind: .root, arn: arn, account: account, uniqueID: account, policies: .none)
        let facts = CallerFacts(type: .account, principalARN: arn, account: account, userID: account)
        let request = RequestFacts(
            time: environment.clock.nowMilliseconds(), region: region, isSecureTransport: true)
        self.init(
            operation: .createKey,
            caller: Caller(
                requester: root, userID: account, context: GlobalContext(caller: facts, request: request)),
            region: region, partition: partition, environment: environment)
    }
}

/// Runs a call of the record floor and makes its error one of seeding.
func recorded<R>(_ body: () async throws(RecordError) -> R) async throws(SeedFailure) -> R {
    do throws(RecordError) {
        return try await body()
    } catch {
        throw .record(error)
    }
}

/// Runs what fails as calls do, and makes its error one of seeding.
func seeded<R>(_ body: () async throws(Failure) -> R) async throws(SeedFailure) -> R {
    do throws(Failure) {
        return try await body()
    } catch {
        switch error {
        case .record(let error): throw .record(error)
        case .refused: throw .problem(SeedProblem(message: error.sentence))
        }
    }
}
