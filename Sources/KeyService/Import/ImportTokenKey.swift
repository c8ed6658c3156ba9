import KeyCrypto
import Records

/// The key that seals the import tokens of an account in a Region: a secret record, made when the first token is.
extension KeyStore {
    private static let byteCount = 32

    private func importTokenKeyID(in place: Place) -> RecordID {
        RecordID(
            Collection(rawValue: "import-token-key"), account: place.account, region: place.region, name: "1")
    }

    /// - Returns: nil if no token was ever made there.
    func importTokenKey(in place: Place) async throws(Failure) -> HeldSecret? {
        let id = importTokenKeyID(in: place)
        return try await stored { () throws(RecordError) in try await self.store.readSecret(id) }
    }

    func importTokenKey(
        in place: Place, makingIt randomness: any Randomness
    ) async throws(Failure) -> HeldSecret {
        if let known = try await importTokenKey(in: place) { return known }
        let made = HeldSecret(SecretBytes(count: Self.byteCount) { randomness.fill($0) })
        do throws(Failure) {
            try await commit([store.put(made.bytes, as: importTokenKeyID(in: place))])
            return made
        } catch .record(.store(.conflict(let id))) {
            // Another call made one in this moment.
            guard let other = try await importTokenKey(in: place) else { throw .record(.undecodable(id)) }
            return other
        }
    }
}
