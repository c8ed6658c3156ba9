import KeyCrypto
import Records

/// The root key's files in a data directory.
struct RootKeyPlace {
    /// The root key.
    let current: String
    /// The root key that a rotation under way changes to.
    let next: String

    init(_ directory: String) {
        current = directory + "/root.key"
        next = directory + "/root.key.new"
    }

    func open(
        _ path: String, passphrase: HeldSecret?, randomness: any Randomness
    ) throws(RootKeyFileError) -> LocalRootKey {
        let text: RootKeyText
        let content = try SecretFile.read(path)
        do throws(RootKeyText.Problem) {
            text = try RootKeyText.decode(content.bytes, keyBytes: LocalRootKey.byteCount)
        } catch {
            throw error == .newer ? .newer(path) : .malformed(path)
        }
        let key = try key(from: text, path, passphrase)
        return LocalRootKey(copy(of: key.bytes), randomness: randomness)
    }

    private func key(
        from text: RootKeyText, _ path: String, _ passphrase: HeldSecret?
    ) throws(RootKeyFileError) -> HeldSecret {
        switch (text, passphrase) {
        case (.plain(let key), nil): return key
        case (.plain, _): throw .passphraseUnused(path)
        case (.sealed, nil): throw .passphraseNeeded(path)
        case (.sealed(let sealed), let passphrase?):
            do throws(SealedRootKey.Problem) {
                return try sealed.open(with: passphrase)
            } catch {
                throw error == .memory ? .io(path, Self.noMemory) : .wrongPassphrase(path)
            }
        }
    }

    /// Makes a random root key and writes its file.
    func make(
        at place: KeyPath<RootKeyPlace, String>, passphrase: HeldSecret?, cost: PassphraseCost,
        randomness: any Randomness
    ) throws(RootKeyFileError) -> LocalRootKey {
        let path = self[keyPath: place]
        let key = HeldSecret(SecretBytes(count: LocalRootKey.byteCount) { randomness.fill($0) })
        var text = RootKeyText.plain(key)
        if let passphrase {
            guard let sealed = SealedRootKey(key.bytes, passphrase: passphrase, cost: cost, randomness: randomness)
            else { throw .io(path, Self.noMemory) }
            text = .sealed(sealed)
        }
        try SecretFile.write(text.encoded(), to: path)
        return LocalRootKey(copy(of: key.bytes), randomness: randomness)
    }

    private static let noMemory = "not enough memory for its passphrase"
}

private func copy(of secret: borrowing SecretBytes) -> SecretBytes {
    secret.withUnsafeBytes { source in SecretBytes(count: source.count) { $0.copyMemory(from: source) } }
}
