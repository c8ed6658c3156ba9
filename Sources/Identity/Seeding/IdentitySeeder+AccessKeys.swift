import IAMModel
import KeyCrypto
import Records

/// Access keys whose ids and secrets the file says. No operation of IAM takes such: they are put into the store.
extension IdentitySeeder {
    /// - Returns: whether all of them can be the user's. `user`: nil if he is not there yet.
    @discardableResult
    mutating func checkAccessKeys(_ seeded: SeededUser, of user: UserRecord?) async throws(RecordError) -> Bool {
        let before = problems.count
        for (index, key) in seeded.accessKeys.enumerated() {
            let path = ["AccessKeys", String(index)]
            if !Self.isAccessKeyID(key.id) {
                report(
                    "an access key id has 16 to 128 letters, digits and underscores, and does not begin with ASIA",
                    at: path + ["AccessKeyId"])
                continue
            }
            if !Self.isSecret(key.secret) {
                report(
                    "a secret access key has 1 to \(Self.secretBytesMax) characters of ASCII, and no blanks",
                    at: path + ["SecretAccessKey"])
            }
            guard let found = try await identity.accessKey(key.id) else { continue }
            if found.principal.userID != user?.uniqueID {
                report("the access key \(key.id) is there already, of another user", at: path + ["AccessKeyId"])
            } else if !Self.areEqual(found.secret, key.secret) {
                report(
                    "the access key \(key.id) is there already, with another secret", at: path + ["SecretAccessKey"])
            }
        }
        let new = seeded.accessKeys.count { key in user?.accessKeyIDs.contains(key.id) != true }
        if new + (user?.accessKeyIDs.count ?? 0) > Quotas.accessKeysPerUser {
            report("a user has at most \(Quotas.accessKeysPerUser) access keys", at: ["AccessKeys"])
        }
        return problems.count == before
    }

    mutating func seedAccessKeys(_ seeded: SeededUser) async throws(RecordError) {
        let id = UserRecord.recordID(seeded.holder.name, account: account)
        guard var user = try await read(UserRecord.self, id),
            try await checkAccessKeys(seeded, of: user.value)
        else { return }
        var changes: [Change] = []
        for key in seeded.accessKeys where !user.value.accessKeyIDs.contains(key.id) {
            changes += identity.addAccessKey(
                NewAccessKey(id: key.id, secret: key.secret), isActive: key.isActive ?? true, to: &user.value)
        }
        if !changes.isEmpty { try await commit(changes + [user.put(in: identity.store)]) }
        for (index, key) in seeded.accessKeys.enumerated() {
            guard let isActive = key.isActive, let found = try await identity.accessKey(key.id),
                found.isActive != isActive
            else { continue }
            try await perform(
                .updateAccessKey,
                [
                    (name: "UserName", value: seeded.holder.name), (name: "AccessKeyId", value: key.id),
                    (name: "Status", value: isActive ? "Active" : "Inactive"),
                ], at: ["AccessKeys", String(index), "Status"])
        }
    }

    private static let secretBytesMax = 128

    /// As the service model has ids; those that begin with ASIA are of sessions.
    private static func isAccessKeyID(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        return (16...128).contains(bytes.count) && !bytes.starts(with: "ASIA".utf8)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func isSecret(_ secret: HeldSecret) -> Bool {
        secret.bytes.withUnsafeBytes { bytes in
            bytes.count <= secretBytesMax && bytes.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }

    private static func areEqual(_ one: HeldSecret, _ other: HeldSecret) -> Bool {
        one.bytes.withUnsafeBytes { one in other.bytes.withUnsafeBytes { ConstantTime.equal(one, $0) } }
    }
}
