import IAMModel
import IAMPolicy
import Records
import Testing

@testable import Identity

/// IAM over a world, as one caller after the other sees it.
struct IAM {
    let world: World
    let identity: Identity
    let service: IAMService

    static let account = World.account
    static let root = Identity.developmentPrincipal(account: account, partition: "aws")
    static let everything = #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#

    init(_ world: World = World(), seed: UInt64 = 2) async throws {
        self.world = world
        identity = try await world.identity(seed: seed)
        service = IAMService(identity: identity)
    }

    static func policy(_ effect: String, _ action: String, _ resource: String = "*") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Action":"\#(action)","Resource":"\#(resource)"}]}"#
    }

    static func trust(_ principal: String = "arn:aws:iam::111122223333:root") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"\#(principal)"},"Action":"sts:AssumeRole"}]}"#
    }

    func call(
        _ operation: IAMOperation, _ parameters: [String: String] = [:], as principal: Principal = root,
        partition: String = "aws"
    ) async -> Answer {
        let form = parameters.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        let outcome = await service.perform(
            operation, parameters: QueryParameters(bytes: Array(form.utf8)), principal: principal,
            request: RequestFacts(time: 1_700_000_000_000, region: "us-east-1", isSecureTransport: true),
            partition: partition, requestID: "request-1")
        return Answer(outcome: outcome)
    }

    /// Expects success.
    @discardableResult
    func ok(
        _ operation: IAMOperation, _ parameters: [String: String] = [:], as principal: Principal = root,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> Answer {
        let answer = await call(operation, parameters, as: principal)
        #expect(answer.error == nil, sourceLocation: sourceLocation)
        return answer
    }

    /// Expects an error's code, and its message if one is given.
    func refused(
        _ operation: IAMOperation, _ parameters: [String: String] = [:], _ code: String, _ message: String? = nil,
        as principal: Principal = root, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let answer = await call(operation, parameters, as: principal)
        #expect(answer.error?.code == code, sourceLocation: sourceLocation)
        if let message { #expect(answer.error?.message == message, sourceLocation: sourceLocation) }
    }

    /// A new user, as he calls.
    func user(_ name: String, _ parameters: [String: String] = [:]) async throws -> Principal {
        let answer = await ok(.createUser, ["UserName": name].merging(parameters) { one, _ in one })
        let arn = try #require(answer.text("Arn"))
        let id = try #require(answer.text("UserId"))
        return Principal(account: Self.account, arn: arn, userID: id, kind: .user)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
        }.joined()
    }
}

/// An answer in XML.
struct Answer {
    let outcome: QueryOutcome

    var error: QueryError? { outcome.error }
    var xml: String { String(decoding: outcome.body, as: UTF8.self) }

    /// The texts of all elements of a name, in order; names in this suite have no attributes.
    func texts(_ name: String) -> [String] {
        xml.split(separator: "<\(name)>").dropFirst().compactMap { rest in
            rest.firstRange(of: "</\(name)>").map { String(rest[..<$0.lowerBound]) }
        }
    }

    func text(_ name: String) -> String? { texts(name).first }

    /// The elements of a list that are texts.
    var members: [String] { texts("member").filter { !$0.contains("<") } }
}
