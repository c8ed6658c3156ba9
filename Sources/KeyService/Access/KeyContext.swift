import AWSJSON
import IAMPolicy
import KMSModel
import KeyCrypto
import Synchronization

/// The condition keys of one permission that one request needs: what the key, the request and the caller say.
///
/// What needs a look into the store is not there at first: the decision is made without it, `isIncomplete` says that it was
/// asked for, and the decision is made again when it is there.
final class KeyContext<Op: Operation>: ConditionContext {
    private let input: Op.Input
    private let permission: Permission
    private let call: Call
    private let aliases: [String]?
    private let daysWithoutUsage: Int?
    private let lacks = Atomic<Bool>(false)

    init(
        _ input: Op.Input, _ permission: Permission, in call: Call, aliases: [String]? = nil,
        daysWithoutUsage: Int? = nil
    ) {
        self.input = input
        self.permission = permission
        self.call = call
        self.aliases = aliases
        self.daysWithoutUsage = daysWithoutUsage
    }

    /// Whether something was asked for that was not there.
    var isIncomplete: Bool { lacks.load(ordering: .relaxed) }

    func values(of key: ConditionKey) -> ConditionValues? {
        if key.name.utf8.starts(with: "kms:".utf8) { return ofKMS(key) }
        switch key.name {
        case "aws:resourcetag": return permission.key?.record.tags.values(of: key.part ?? "")
        case "aws:resourceaccount": return .one(permission.key?.record.account ?? call.caller.account)
        case "aws:requesttag": return Op.requestTags(input)?.values(of: key.part ?? "")
        case "aws:tagkeys": return Op.requestTagKeys(input).map { .many($0) }
        case "aws:requestedregion" where permission.region != nil: return .optional(permission.region)
        case "aws:viaawsservice": return .bool(call.caller.viaService != nil)
        case "aws:calledvia": return calledVia.map { .many([$0]) }
        case "aws:calledviafirst", "aws:calledvialast": return .optional(calledVia)
        case "aws:sourcearn": return .optional(call.caller.sourceARN)
        case "aws:sourceaccount": return .optional(call.caller.sourceARN.flatMap(Self.account(ofARN:)))
        default: return call.caller.context.values(of: key)
        }
    }

    private func ofKMS(_ key: ConditionKey) -> ConditionValues? {
        switch key.name {
        case "kms:calleraccount": return .one(call.caller.account)
        case "kms:viaservice": return .optional(call.caller.viaService)
        case "kms:resourcealiases":
            return permission.key == nil ? nil : need(aliases).map { .many($0) }
        case "kms:trailingdayswithoutkeyusage":
            return permission.key == nil ? nil : need(daysWithoutUsage).map { .number($0) }
        case "kms:requestalias": return .optional(Op.requestAlias(input, permission))
        case "kms:encryptioncontextkeys":
            return Op.conditionedContext(input, permission).map { context in .many(context.pairs.map(\.key)) }
        default:
            if let condition = RequestCondition(name: key.name) {
                return Op.condition(condition, input, permission, in: call) ?? ofKey(condition)
            }
            return ofEncryptionContext(key) ?? ofAttestation(key)
        }
    }

    /// The principal of the service that calls for somebody, of those that AWS lists for this key
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia).
    private var calledVia: String? {
        guard let name = call.caller.viaService?.split(separator: ".").first, Self.chained.contains(String(name)) else {
            return nil
        }
        return "\(name).amazonaws.com"
    }

    private static var chained: Set<String> {
        [
            "aoss", "athena", "backup", "cloud9", "cloudformation", "databrew", "dataexchange", "dynamodb",
            "imagebuilder", "kms", "mgn", "nimble", "omics", "ram", "servicecatalog-appregistry", "sqlworkbench",
            "ssm-guiconnect",
        ]
    }

    private static func account(ofARN arn: String) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 && !parts[4].isEmpty ? String(parts[4]) : nil
    }

    private func need<Value>(_ value: Value?) -> Value? {
        if value == nil { lacks.store(true, ordering: .relaxed) }
        return value
    }

    private func ofKey(_ condition: RequestCondition) -> ConditionValues? {
        guard let key = permission.key?.record else { return nil }
        switch condition {
        case .keySpec: return .one(key.spec.rawValue)
        case .keyUsage: return .one(key.usage.rawValue)
        case .keyOrigin: return .one(key.origin.rawValue)
        case .multiRegion: return .bool(key.multiRegion != nil)
        case .multiRegionKeyType:
            return key.multiRegion.map { _ in .one(key.isPrimary ? "PRIMARY" : "REPLICA") }
        default: return nil
        }
    }

    /// `kms:EncryptionContext:KEY`. Condition keys have no case; where keys of a context differ in nothing else, all their
    /// values count.
    private func ofEncryptionContext(_ key: ConditionKey) -> ConditionValues? {
        guard let name = key.text(after: "kms:encryptioncontext:"),
            let pairs = Op.conditionedContext(input, permission)?.pairs.filter({ $0.key.lowercased() == name })
        else { return nil }
        return ConditionValues(pairs.map(\.value))
    }

    /// `kms:RecipientAttestation:PCR0` and its like, of a document that verifies
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html).
    private func ofAttestation(_ key: ConditionKey) -> ConditionValues? {
        guard let name = key.text(after: "kms:recipientattestation:"), let recipient = Op.recipient(input),
            let document = try? Recipient.verify(recipient, in: call)
        else { return nil }
        let index = name == "imagesha384" ? 0 : name.utf8.starts(with: "pcr".utf8) ? Int(name.dropFirst(3)) : nil
        return index.flatMap { document.pcrs[$0] }.map { .one(Hex.encode($0)) }
    }
}

extension ConditionKey {
    /// What follows a prefix, in lower case; a slash in it is a slash here.
    fileprivate func text(after prefix: String) -> String? {
        guard name.utf8.starts(with: prefix.utf8) else { return nil }
        return name.dropFirst(prefix.count) + (part.map { "/\($0.lowercased())" } ?? "")
    }
}

extension [KeyTag] {
    /// The values of a tag; condition keys, and the tags' keys in them, have no case. Keys of tags have: of several that
    /// differ in nothing else all count, so that none can be hidden behind another.
    fileprivate func values(of key: String) -> ConditionValues? {
        let folded = key.lowercased()
        return ConditionValues(filter { $0.key.lowercased() == folded }.map(\.value))
    }
}

extension ConditionValues {
    /// Nil without any. Of several, a statement that allows must fit all, and one that denies any.
    fileprivate init?(_ values: [String]) {
        guard let first = values.first else { return nil }
        self = values.count == 1 ? .one(first) : .many(values)
    }
}
