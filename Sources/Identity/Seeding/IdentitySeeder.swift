import IAMModel
import IAMPolicy
public import Records

/// Puts what a seed file has into an account, by the operations of IAM, as the account's root. Records are only read here, so
/// that nothing is written that is as the file has it.
struct IdentitySeeder {
    let identity: Identity
    let account: String
    let partition: String
    private(set) var problems: [SeedProblem] = []
    private(set) var isChanged = false

    init(_ identity: Identity, account: String, partition: String) {
        self.identity = identity
        self.account = account
        self.partition = partition
    }

    typealias Parameters = [(name: String, value: String)]

    /// Carries an operation out. What IAM refuses becomes a problem of what stands at `path` in the file.
    @discardableResult
    mutating func perform(
        _ operation: IAMOperation, _ parameters: Parameters, at path: [String] = []
    ) async throws(RecordError) -> Bool {
        let outcome = await IAMService(identity: identity).perform(
            operation, parameters: QueryParameters(bytes: Self.form(parameters)), principal: root, request: facts,
            partition: partition, requestID: "")
        guard let error = outcome.error else {
            isChanged = true
            return true
        }
        report(outcome.cause.map { "\(error.message) (\($0))" } ?? error.message, at: path)
        return false
    }

    mutating func report(_ message: String, at path: [String]) {
        problems.append(SeedProblem(at: path, message: message))
    }

    mutating func commit(_ changes: [Change]) async throws(RecordError) {
        try await identity.commit(changes)
        isChanged = true
    }

    func read<Value: RecordContent>(
        _ type: Value.Type, _ id: RecordID
    ) async throws(RecordError) -> Versioned<Value>? {
        try await identity.store.read(type, id)
    }

    /// For what is looked up as operations look it up.
    func call(_ operation: IAMOperation) -> IAMCall {
        IAMCall(
            operation: operation, caller: .root(root), principal: root, request: facts, partition: partition,
            identity: identity)
    }

    func result(isNew: Bool) -> SeedResult {
        SeedResult(outcome: isNew ? .made : isChanged ? .changed : .unchanged, problems: problems)
    }

    static func tags(_ tags: [IAMTag]) -> Parameters {
        tags.enumerated().flatMap { index, tag in
            [
                (name: "Tags.member.\(index + 1).Key", value: tag.key),
                (name: "Tags.member.\(index + 1).Value", value: tag.value),
            ]
        }
    }

    /// Sets these tags and takes all others away.
    mutating func seedTags(
        _ wanted: [IAMTag]?, over present: [IAMTag], _ name: Parameters, set: IAMOperation, remove: IAMOperation
    ) async throws(RecordError) {
        guard let wanted, wanted != present else { return }
        let keys = Set(wanted.map { $0.key.lowercased() })
        let gone = present.filter { !keys.contains($0.key.lowercased()) }
        if !gone.isEmpty {
            let parameters = gone.enumerated().map { (name: "TagKeys.member.\($0 + 1)", value: $1.key) }
            try await perform(remove, name + parameters, at: ["Tags"])
        }
        let new = wanted.filter { !present.contains($0) }
        if !new.isEmpty { try await perform(set, name + Self.tags(new), at: ["Tags"]) }
    }

    private var root: Principal { .root(account: account, partition: partition) }

    private var facts: RequestFacts {
        RequestFacts(time: identity.clock.nowMilliseconds(), region: "", isSecureTransport: true)
    }

    private static func form(_ parameters: Parameters) -> [UInt8] {
        let encoded = parameters.map { name, value in
            name + "=" + value.utf8.map { "%" + hexDigits($0) }.joined()
        }
        return Array(encoded.joined(separator: "&").utf8)
    }

    private static func hexDigits(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

/// What became of one identity of a seed file.
public struct SeedResult: Sendable {
    public var outcome: SeedOutcome
    /// Why it is not, or not wholly, as the file has it.
    public var problems: [SeedProblem]
}
