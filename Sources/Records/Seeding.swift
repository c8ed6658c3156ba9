/// What became of one thing that a seed file holds.
public enum SeedOutcome: Hashable, Sendable {
    case made
    /// It was there, and something about it is now as the file has it.
    case changed
    /// It was there as the file has it: nothing was written.
    case unchanged
}

/// Why a thing can't be as a seed file has it.
public struct SeedProblem: Error, Hashable, Sendable {
    /// Where in the thing: members and positions (from 0) from the outside in, as `["Policies", "0", "PolicyName"]`; empty for
    /// the thing as a whole.
    public var path: [String]
    /// One line without any secret.
    public var message: String

    public init(at path: [String] = [], message: String) {
        self.path = path
        self.message = message
    }
}

/// Why seeding goes no further.
public enum SeedFailure: Error, Sendable {
    case problem(SeedProblem)
    /// A fault that is not the file's.
    case record(RecordError)
}
