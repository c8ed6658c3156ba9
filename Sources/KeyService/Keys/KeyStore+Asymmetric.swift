import KMSModel
import KeyCrypto
import Records
import Synchronization

extension KeyStore {
    /// The current key pair of an asymmetric key.
    func privateKey(of key: Key) async throws(Failure) -> PrivateKey {
        if let known = key.privateKey.withLock({ $0 }) { return known }
        let secret = try await currentMaterial(of: key).secret
        do throws(CryptoError) {
            let parsed = try PrivateKey(try key.asymmetricSpec, material: secret.bytes)
            key.privateKey.withLock { $0 = parsed }
            return parsed
        } catch {
            throw .record(.undecodable(key.record.recordID))
        }
    }

    func publicKey(of key: Key) throws(Failure) -> PublicKey {
        do throws(CryptoError) {
            guard let der = key.record.publicKey else { throw .invalidKey }
            return try PublicKey(try key.asymmetricSpec, der: der)
        } catch {
            throw .record(.undecodable(key.record.recordID))
        }
    }
}

extension Key {
    fileprivate var asymmetricSpec: AsymmetricKeySpec {
        get throws(CryptoError) {
            guard let spec = AsymmetricKeySpec(rawValue: record.spec.rawValue) else { throw .invalidKey }
            return spec
        }
    }
}
