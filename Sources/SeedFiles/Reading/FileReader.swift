import Identity
import KMSModel
import KeyCrypto
import KeyService

/// Whose and where things are that do not say so themselves.
public struct SeedDefaults: Sendable {
    /// 12 digits.
    public var account: String
    /// One that `AWSRegions` knows.
    public var region: String

    public init(account: String, region: String) {
        self.account = account
        self.region = region
    }
}

/// Reads what a document says, without asking whether it can be.
struct FileReader {
    let findings: FindingList
    private var defaults: SeedDefaults

    init(_ defaults: SeedDefaults, _ findings: FindingList) {
        self.defaults = defaults
        self.findings = findings
    }

    mutating func read(_ document: YAMLValue) -> SeedFile {
        var file = SeedFile()
        guard var map = MapReader(document, "", findings) else { return file }
        defaults = place(&map)
        if isOfLocalKMS(&map) { return file }
        file.keys = elements(&map, "Keys") { self.key(&$0) }
        file.aliases = elements(&map, "Aliases") { self.alias(&$0) }
        file.policies = elements(&map, "Policies") { self.policy(&$0) }
        file.roles = elements(&map, "Roles") { self.role(&$0) }
        file.users = elements(&map, "Users") { self.user(&$0) }
        map.finish()
        return file
    }

    private func elements<Value>(
        _ map: inout MapReader, _ name: String, _ read: (inout MapReader) -> Value?
    ) -> [Placed<Value>] {
        (map.list(name) ?? []).compactMap { value, path in
            guard var element = MapReader(value, path, findings) else { return nil }
            let found = read(&element)
            element.finish()
            return found.map { Placed(value: $0, source: value, path: path) }
        }
    }

    /// Somebody may come with a file of local-kms, whose keys are ordered by kind.
    private func isOfLocalKMS(_ map: inout MapReader) -> Bool {
        guard let keys = map.take("Keys"), case .map(let kinds) = keys.content,
            kinds.contains(where: { ["Symmetric", "Asymmetric"].contains($0.name) })
        else { return false }
        findings.report(
            keys, "Keys",
            "this is a seed file of local-kms: Keys is one list here, and docs/guides/seed.md says what goes where")
        return true
    }

    private func place(_ map: inout MapReader) -> SeedDefaults {
        var place = defaults
        if let account = map.text("Account") {
            let isAccount = account.utf8.count == 12 && account.utf8.allSatisfy { (48...57).contains($0) }
            if isAccount { place.account = account } else { report(&map, "Account", "an account id has 12 digits") }
        }
        if let region = map.text("Region") {
            if AWSRegions.partition(of: region) != nil {
                place.region = region
            } else {
                report(&map, "Region", "\(shownName(region)) is not a Region of AWS")
            }
        }
        return place
    }

    private func report(_ map: inout MapReader, _ name: String, _ message: String) {
        findings.report(map.take(name), map.path(of: name), message)
    }
}

// MARK: Keys

extension FileReader {
    private func key(_ map: inout MapReader) -> SeededKey? {
        let place = place(&map)
        let id = map.requiredText("KeyId")
        var key = SeededKey(account: place.account, region: place.region, id: id ?? "")
        key.spec = map.text("KeySpec") ?? key.spec
        key.usage = map.text("KeyUsage")
        key.description = map.text("Description")
        key.isEnabled = map.bool("Enabled")
        if let isMultiRegion = map.bool("MultiRegion"), let id, isMultiRegion != id.hasPrefix("mrk-") {
            report(&map, "MultiRegion", "ids of multi-Region keys, and no others, begin with mrk-")
        }
        key.replicaRegions = map.texts("ReplicaRegions") ?? []
        key.tags = map.tags("Tags")?.map { SeededKey.Tag(key: $0.key, value: $0.value) }
        key.policy = map.policy("Policy")
        key.isRotated = map.bool("KeyRotationEnabled")
        key.rotationPeriodDays = map.int("RotationPeriodInDays")
        key.materials = materials(&map, key.spec)
        return id == nil ? nil : key
    }

    private func materials(_ map: inout MapReader, _ spec: String) -> [HeldSecret] {
        guard let value = map.take("KeyMaterial") else { return [] }
        var texts: [(value: YAMLValue, path: String)] = [(value, map.path(of: "KeyMaterial"))]
        if case .list = value.content { texts = map.list("KeyMaterial") ?? [] }
        if texts.isEmpty || texts.count > Self.materialsMax {
            report(&map, "KeyMaterial", "a key has 1 to \(Self.materialsMax) key materials")
            return []
        }
        return texts.compactMap { value, path in
            guard case .text(let text, _) = value.content else {
                findings.report(value, path, "it must be a text")
                return nil
            }
            do throws(KeyMaterialText.Refusal) {
                return try KeyMaterialText.read(text, spec: spec)
            } catch {
                findings.report(value, path, error.message)
                return nil
            }
        }
    }

    private static let materialsMax = 100

    private func alias(_ map: inout MapReader) -> SeededAlias? {
        let place = place(&map)
        let name = map.requiredText("AliasName")
        let named = map.requiredText("TargetKeyId")
        guard let name, var target = named else { return nil }
        if case .arn(let arn) = KeyIdentifier(target), case .key(let id) = arn.resource,
            arn.account == place.account, arn.region == place.region
        {
            target = id
        }
        return SeededAlias(account: place.account, region: place.region, name: name, target: target)
    }
}

// MARK: Identities

extension FileReader {
    private func holder(_ map: inout MapReader, _ nameMember: String) -> SeededHolder? {
        let place = place(&map)
        let name = map.requiredText(nameMember)
        var holder = SeededHolder(
            account: place.account, partition: AWSRegions.partition(of: place.region) ?? "aws", name: name ?? "")
        holder.path = map.text("Path")
        holder.tags = map.tags("Tags")?.map { IAMTag(key: $0.key, value: $0.value) }
        holder.boundary = map.text("PermissionsBoundary")
        holder.attached = map.texts("ManagedPolicyArns")
        holder.inline = map.list("Policies").map { $0.compactMap(inlinePolicy) }
        return name == nil ? nil : holder
    }

    private func inlinePolicy(_ value: YAMLValue, _ path: String) -> SeededHolder.Inline? {
        guard var map = MapReader(value, path, findings) else { return nil }
        let name = map.requiredText("PolicyName")
        let document = requiredPolicy(&map, "PolicyDocument")
        map.finish()
        guard let name, let document else { return nil }
        return SeededHolder.Inline(name: name, document: document)
    }

    private func requiredPolicy(_ map: inout MapReader, _ name: String) -> String? {
        let before = findings.all.count
        let policy = map.policy(name)
        if policy == nil, findings.all.count == before {
            findings.report(map.value, map.path(of: name), "it is missing")
        }
        return policy
    }

    private func policy(_ map: inout MapReader) -> SeededPolicy? {
        let place = place(&map)
        let name = map.requiredText("PolicyName")
        let document = requiredPolicy(&map, "PolicyDocument")
        let partition = AWSRegions.partition(of: place.region) ?? "aws"
        var policy = SeededPolicy(
            account: place.account, partition: partition, name: name ?? "", document: document ?? "")
        policy.path = map.text("Path")
        policy.description = map.text("Description")
        policy.tags = map.tags("Tags")?.map { IAMTag(key: $0.key, value: $0.value) }
        return name == nil || document == nil ? nil : policy
    }

    private func role(_ map: inout MapReader) -> SeededRole? {
        let holder = holder(&map, "RoleName")
        let trust = requiredPolicy(&map, "AssumeRolePolicyDocument")
        let description = map.text("Description")
        let seconds = map.int("MaxSessionDuration")
        guard let holder, let trust else { return nil }
        var role = SeededRole(holder, trust: trust)
        role.description = description
        role.maxSessionSeconds = seconds
        return role
    }

    private func user(_ map: inout MapReader) -> SeededUser? {
        let holder = holder(&map, "UserName")
        let keys = (map.list("AccessKeys") ?? []).compactMap(accessKey)
        guard let holder else { return nil }
        var user = SeededUser(holder)
        user.accessKeys = keys
        return user
    }

    private func accessKey(_ value: YAMLValue, _ path: String) -> SeededUser.AccessKey? {
        guard var map = MapReader(value, path, findings) else { return nil }
        let id = map.requiredText("AccessKeyId")
        var secret = Array((map.requiredText("SecretAccessKey") ?? "").utf8)
        let status = map.text("Status")
        map.finish()
        if let status, !["Active", "Inactive"].contains(status) {
            report(&map, "Status", "it must be Active or Inactive")
        }
        guard let id, !secret.isEmpty, secret.count <= SecretBytes.bytesMax else {
            if id != nil, secret.count > SecretBytes.bytesMax { report(&map, "SecretAccessKey", "it is too long") }
            return nil
        }
        return SeededUser.AccessKey(
            id: id, secret: HeldSecret(SecretBytes(consuming: &secret)), isActive: status.map { $0 == "Active" })
    }
}
