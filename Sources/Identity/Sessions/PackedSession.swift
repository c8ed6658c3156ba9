import KeyCrypto

/// What is in a session token, as bytes. Tokens live for 36 hours at most: another form needs another format byte, and
/// both are read for as long.
///
///     kind (1) ‖ issued (milliseconds) ‖ lifetime (milliseconds) ‖ access key id ‖ secret ‖ account ‖ issuer's ARN
///     ‖ issuer's unique id ‖ session's name ‖ source identity? ‖ provider? ‖ policy? ‖ count ‖ policies' ARNs
///     ‖ count ‖ (isTransitive (1) ‖ tag's key ‖ tag's value)…
enum PackedSession {
    private static let kinds: [Session.Kind] = [.sessionToken, .assumedRole, .federatedUser]

    static func pack(_ key: TemporaryAccessKey) -> [UInt8] {
        guard let session = key.principal.session else { preconditionFailure("temporary credentials have a session") }
        var writer = SessionWriter()
        writer.write(UInt8(kinds.firstIndex(of: session.kind) ?? 0))
        writer.write(number: Int(session.issued))
        writer.write(number: Int(key.expires - session.issued))
        writer.write(key.id)
        key.secret.bytes.withUnsafeBytes { writer.write($0) }
        writer.write(key.principal.account)
        writer.write(session.issuerARN)
        writer.write(session.issuerID)
        writer.write(session.name(of: key.principal))
        writer.write(optional: session.sourceIdentity.map { Array($0.utf8) })
        writer.write(optional: session.federatedProvider.map { Array($0.utf8) })
        writePolicies(of: session, to: &writer)
        writeTags(of: session, to: &writer)
        return writer.bytes
    }

    /// How many bytes the session's policies take.
    static func policyBytes(of session: Session) -> Int {
        var writer = SessionWriter()
        writePolicies(of: session, to: &writer)
        return writer.bytes.count
    }

    /// How many bytes the session's tags take.
    static func tagBytes(of session: Session) -> Int {
        var writer = SessionWriter()
        writeTags(of: session, to: &writer)
        return writer.bytes.count
    }

    private static func writePolicies(of session: Session, to writer: inout SessionWriter) {
        writer.write(optional: session.policy.map { PolicyPacking.pack($0) })
        writer.write(number: session.policyARNs.count)
        for arn in session.policyARNs { writer.write(PolicyPacking.pack(arn)) }
    }

    private static func writeTags(of session: Session, to writer: inout SessionWriter) {
        writer.write(number: session.tags.count)
        for tag in session.tags {
            writer.write(session.isTransitive(tag.key) ? 1 : 0)
            writer.write(tag.key)
            writer.write(tag.value)
        }
    }

    /// - Returns: nil if it is not of this form.
    static func unpack(_ bytes: UnsafeRawBufferPointer) -> TemporaryAccessKey? {
        var reader = SessionReader(bytes)
        guard let kindIndex = reader.byte(), kinds.indices.contains(Int(kindIndex)), let issued = reader.number(),
            let lifetime = reader.number(), let id = reader.text(), let secret = readSecret(&reader),
            let account = reader.text(), let issuerARN = reader.text(), let issuerID = reader.text(),
            let name = reader.text(), let sourceIdentity = reader.optionalText(), let provider = reader.optionalText()
        else { return nil }
        var session = Session(
            kind: kinds[Int(kindIndex)], issuerARN: issuerARN, issuerID: issuerID, issued: Int64(issued))
        session.sourceIdentity = sourceIdentity
        session.federatedProvider = provider
        guard readPolicies(&reader, into: &session), readTags(&reader, into: &session), reader.isAtEnd else {
            return nil
        }
        return TemporaryAccessKey(
            id: id, secret: secret, principal: Principal(of: session, name: name, account: account),
            expires: Int64(issued + lifetime))
    }

    private static func readSecret(_ reader: inout SessionReader) -> HeldSecret? {
        guard let raw = reader.raw(), (1...SecretBytes.bytesMax).contains(raw.count) else { return nil }
        return HeldSecret(SecretBytes(count: raw.count) { $0.copyBytes(from: raw) })
    }

    private static func readPolicies(_ reader: inout SessionReader, into session: inout Session) -> Bool {
        guard let packed = reader.optional(), let count = reader.number(), count <= SessionLimits.policyARNsMax else {
            return false
        }
        if let packed {
            guard let policy = PolicyPacking.unpack(packed) else { return false }
            session.policy = policy
        }
        for _ in 0..<count {
            guard let raw = reader.raw(), let arn = PolicyPacking.unpack(raw) else { return false }
            session.policyARNs.append(arn)
        }
        return true
    }

    private static func readTags(_ reader: inout SessionReader, into session: inout Session) -> Bool {
        guard let count = reader.number(), count <= SessionLimits.tagsMax else { return false }
        for _ in 0..<count {
            guard let flag = reader.byte(), let key = reader.text(), let value = reader.text() else { return false }
            session.tags.append(IAMTag(key: key, value: value))
            if flag == 1 { session.transitiveTagKeys.append(key) }
        }
        return true
    }
}
