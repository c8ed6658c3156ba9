import ArgumentParser
import Gateway
import IAMPolicy
import Identity
import KMSModel
import KeyService
import Records
import RootKeys

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say whether somebody may do something with a key, and why, also while a server runs.",
        discussion: """
            Prints each policy that is looked at, the statement that decides, and the decision. Conditions see the key, the \
            principal, this moment, and the encryption context, and nothing else of a request. Ends with status 1 if the \
            decision is no.

            Example:

                trent explain --principal arn:aws:iam::000000000000:user/etl --action kms:Decrypt --key alias/orders
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var passphrase: PassphraseOption

    @Option(help: "The ARN of a user, a role, a session of a role, or an account's root.")
    var principal: String

    @Option(help: "The action, for example kms:Decrypt.")
    var action: String

    @Option(help: "A key's ARN or id, or an alias.")
    var key: String

    @Option(help: "A pair of the encryption context, NAME=VALUE; more than once for more pairs (default: none).")
    var encryptionContext: [String] = []

    @Option(help: "The Region of a key without an ARN (TRENT_REGION; default: \(AccountSettings.defaultRegion)).")
    var region: String?

    func run() async throws {
        ProcessProtection.enable()
        let values = try common.values(passphrase.flags.merging([.region: region]) { $1 })
        let place = try AccountSettings(values)
        let clock = SystemClock()
        let randomness = SystemRandomness()
        let home = try await Home.look(HomeSettings(values), randomness)
        let store = try await home.sealed(randomness)
        let identity = Identity(store: store, clock: clock, randomness: randomness)
        let found = try await explained { () async throws(RecordError) in try await identity.caller(named: principal) }
        guard let found else { throw Failure("there is no user, role or account \(principal)") }
        let facts = RequestFacts(
            time: clock.nowMilliseconds(), region: KMSARN(parsing: key)?.region ?? place.region, isSecureTransport: true
        )
        let keys = KeyService(store: store, clock: clock, randomness: randomness)
        let explanation = try await explanation(keys, Caller(found, facts), facts.region)
        for step in explanation.steps { Output.standardOutput.line(step) }
        try await home.close()
        if !explanation.decision.isAllowed { throw ExitCode(1) }
    }

    private func explanation(
        _ keys: KeyService, _ caller: Caller, _ region: String
    ) async throws(Failure) -> Explanation {
        var pairs: [(String, String)] = []
        for pair in encryptionContext {
            guard let sign = pair.firstIndex(of: "=") else {
                throw Failure("\(pair) is no pair of an encryption context: it must be NAME=VALUE")
            }
            pairs.append((String(pair[..<sign]), String(pair[pair.index(after: sign)...])))
        }
        do throws(ExplanationFailure) {
            return try await keys.explain(
                action: action, key: key, encryptionContext: StringMap(pairs), caller: caller, region: region)
        } catch {
            switch error {
            case .noSuchKey(let name): throw Failure("there is no key \(name)")
            case .noSuchAction(let name): throw Failure("KMS asks for no permission \(name)")
            case .record(let error): throw Failure(error)
            }
        }
    }
}
