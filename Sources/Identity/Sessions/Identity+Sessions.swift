import Records

extension Identity {
    /// Who comes with a session token, and with which secret. For a token of late it costs a look-up. Whether the user or
    /// role is still there, `caller(for:)` says.
    /// - Parameters:
    ///   - token: as it came in the request.
    ///   - accessKeyID: with which the request is signed.
    /// - Returns: the access key with which the signature is to be verified.
    /// - Throws: `SessionRefusal` if it is no token of ours for this access key, or its time is over.
    public func session(
        token: String, accessKeyID: String
    ) async throws(SessionRefusal) -> TemporaryAccessKey {
        let found: TemporaryAccessKey?
        do throws(RecordError) {
            found = try await sessionTokens.open(token)
        } catch {
            throw .records(error)
        }
        guard let key = found, key.id.utf8.elementsEqual(accessKeyID.utf8) else { throw .invalid }
        guard clock.nowMilliseconds() < key.expires else { throw .expired }
        return key
    }

    /// New credentials for a session that begins now. `name` is the session's or federated user's, and empty for a user's
    /// or root's own.
    func credentials(
        for session: Session, name: String, account: String, seconds: Int
    ) async throws(RecordError) -> (key: TemporaryAccessKey, token: String) {
        let key = TemporaryAccessKey(
            id: randomness.temporaryAccessKeyID(), secret: randomness.secretAccessKey(),
            principal: Principal(of: session, name: name, account: account),
            expires: session.issued + Int64(seconds) * 1000)
        return (key, try await sessionTokens.seal(key))
    }
}
