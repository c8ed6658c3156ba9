import ArgumentParser
import FoundationEssentials
import LoadGenerator
import RootKeys

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a KMS endpoint, this server's or another's, with signed requests.",
        discussion: """
            Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or else from profile \
            AWS_PROFILE of the file AWS_SHARED_CREDENTIALS_FILE, as with any AWS client. Ends with status 1 if a request \
            failed.

            Example:

                trent bench --endpoint http://127.0.0.1:4599 --operation GenerateDataKey --seconds 10
            """)

    @Option(help: "The endpoint's URL (AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL; required).")
    var endpoint: String?

    @Option(help: "What to call: \(operations). (default: Decrypt)", transform: known)
    var operation = LoadOperation.decrypt

    @Option(help: "The Region (AWS_REGION, AWS_DEFAULT_REGION; default: \(AccountSettings.defaultRegion)).")
    var region: String?

    @Option(help: "The key to use (default: one is made, and its deletion scheduled afterwards).")
    var keyId: String?

    @Option(help: "Over how many keys requests are spread.")
    var keys = 1

    @Option(help: "By how many IAM users they are signed, each with a policy of his own; 0: by the caller himself.")
    var principals = 0

    @Option(
        help: "A file in which keys and users that are made are kept for the next run (default: they are deleted).")
    var prepared: String?

    @Option(help: "The key's spec, for Sign and GenerateMac: \(keySpecs). (default: ECC_NIST_P256, HMAC_256)")
    var keySpec: String?

    @Option(help: "The length of plaintexts, messages, data keys and random bytes, in bytes.")
    var payloadBytes = 32

    @Option(
        help: ArgumentHelp(
            "A pair of the encryption context; more than once for more pairs (default: none).", valueName: "name=value")
    )
    var encryptionContext: [String] = []

    @Option(help: "How many connections, each with one request in flight.")
    var connections = 16

    @Option(
        help: """
            An open loop: how many requests a second are due, on all connections together; latencies count from when a \
            request was due (default: a closed loop, each connection asks again when it is answered).
            """)
    var rate: Int?

    @Flag(help: "Count requests that the server throttles by themselves instead of among the errors (default: no).")
    var allowThrottling = false

    @Option(help: "How long to measure, in seconds.")
    var seconds = 5

    @Option(help: "Ends the measurement earlier, after about so many requests (default: none).")
    var requests: Int?

    @Option(help: "How long to load before that without measuring, in seconds.")
    var warmUpSeconds = 1

    @Option(help: "The process id of a server on this machine, to measure its CPU time (default: none).")
    var serverPid: Int32?

    @Option(help: "A PEM file with the certificates to trust instead of the system's (AWS_CA_BUNDLE; default: none).")
    var caCertificate: String?

    @Flag(help: "Allow an endpoint that is not on this machine.")
    var allowRemote = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() async throws {
        ProcessProtection.enable()
        OpenFiles.raiseLimit()
        var plan = try plan(ProcessInfo.processInfo.environment)
        if let prepared { plan.prepared = try await PreparedFile(path: prepared).completed(for: plan) }
        let report = try await plan.run()
        Output.standardOutput.line(json ? report.json : report.text)
        if report.requests == 0 || report.errorCount > 0 { throw ExitCode.failure }
    }

    private func plan(_ environment: [String: String]) throws -> LoadPlan {
        guard let url = endpoint ?? environment["AWS_ENDPOINT_URL_KMS"] ?? environment["AWS_ENDPOINT_URL"] else {
            throw Failure("give the endpoint with --endpoint or AWS_ENDPOINT_URL")
        }
        let credentials = try ClientCredentials(environment)
        let region = region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]
        var plan = LoadPlan(
            endpoint: try LoadEndpoint(url: url), operation: operation, region: region ?? AccountSettings.defaultRegion,
            accessKeyID: credentials.accessKeyID, secret: credentials.secret, sessionToken: credentials.sessionToken)
        plan.keyID = keyId
        plan.keys = keys
        plan.principals = principals
        plan.requestsMax = requests
        plan.keySpec = try keySpec.map(Self.spec)
        plan.payloadBytes = payloadBytes
        plan.encryptionContext = try encryptionContext.map(pair)
        plan.connections = connections
        plan.rate = rate
        plan.allowThrottling = allowThrottling
        plan.seconds = seconds
        plan.warmUpSeconds = warmUpSeconds
        plan.serverPID = serverPid
        plan.allowRemote = allowRemote
        plan.caCertificatePath = caCertificate ?? environment["AWS_CA_BUNDLE"]
        return plan
    }

    private static let operations = LoadOperation.allCases.map(\.rawValue).joined(separator: ", ")

    private static func known(_ name: String) throws -> LoadOperation {
        guard let operation = LoadOperation(rawValue: name) else { throw ValidationError("it is one of \(operations)") }
        return operation
    }

    private static let keySpecs = LoadKeySpec.names.joined(separator: ", ")

    private static func spec(_ name: String) throws -> LoadKeySpec {
        guard let spec = LoadKeySpec(named: name) else { throw ValidationError("the key spec is one of \(keySpecs)") }
        return spec
    }

    private func pair(_ text: String) throws(Failure) -> (key: String, value: String) {
        guard let sign = text.firstIndex(of: "=") else { throw Failure("\(text) is no pair NAME=VALUE") }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
