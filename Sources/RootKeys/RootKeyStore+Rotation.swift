public import KeyCrypto
public import Records

// A rotation writes `root.key.new`, then rewraps the store's domain keys in one batch, then renames the file over
// `root.key`. Whenever it stops, one of the two files opens the store.

extension RootKeyStore {
    /// Opens the root key that the store is under. A rotation that was interrupted is finished or undone first.
    /// - Throws: `.foreign` if a rotation was interrupted and neither file's key opens the store; a wrong or missing
    ///   passphrase names the file for which it is needed.
    public static func settle(
        directory: String, passphrase: HeldSecret?, store: any RecordStore, randomness: any Randomness
    ) async throws(RootKeyRotationError) -> LocalRootKey {
        let place = RootKeyPlace(directory)
        let current = attempt(place, place.current, passphrase, randomness)
        if let key = try await fitting(current, store) {
            try filing { () throws(RootKeyFileError) in try SecretFile.remove(place.next) }
            return key
        }
        guard SecretFile.exists(place.next) else { throw problem(current, place.current) }
        let next = attempt(place, place.next, passphrase, randomness)
        if let key = try await fitting(next, store) {
            try filing { () throws(RootKeyFileError) in try SecretFile.rename(place.next, to: place.current) }
            return key
        }
        if case .success = current { throw problem(next, place.next) }
        throw problem(current, place.current)
    }

    /// Changes the root key: a new random one, and what the old one wrapped is wrapped anew.
    ///
    /// Backups made before open with the old root key only, which is gone on return.
    /// - Parameters:
    ///   - directory: its path.
    ///   - store: the directory's, which nobody else uses meanwhile.
    ///   - oldPassphrase: what protects the root key so far; nil for nothing.
    ///   - newPassphrase: what protects the new root key; nil for nothing.
    ///   - randomness: makes the new key.
    ///   - changes: what is to be committed with the change; gets the ids of the old and of the new root key.
    /// - Throws: as `settle` does, and if the store can't be written; then the next `settle` opens the right key.
    public static func rotate(
        directory: String, store: any RecordStore, oldPassphrase: HeldSecret?, newPassphrase: HeldSecret?,
        randomness: any Randomness, with changes: (_ old: String, _ new: String) -> [Change] = { _, _ in [] }
    ) async throws(RootKeyRotationError) {
        let old = try await settle(
            directory: directory, passphrase: oldPassphrase, store: store, randomness: randomness)
        let place = RootKeyPlace(directory)
        let new = try filing { () throws(RootKeyFileError) in
            try place.make(at: \.next, passphrase: newPassphrase, cost: .moderate, randomness: randomness)
        }
        do throws(RecordError) {
            try await RootKeyRotation.rewrap(in: store, from: old, to: new, with: changes(old.id, new.id))
        } catch {
            // Whether it was carried out may be unknown: `settle` finds out.
            throw .record(error)
        }
        try filing { () throws(RootKeyFileError) in try SecretFile.rename(place.next, to: place.current) }
    }

    private typealias Attempt = Result<LocalRootKey, RootKeyFileError>

    private static func attempt(
        _ place: RootKeyPlace, _ path: String, _ passphrase: HeldSecret?, _ randomness: any Randomness
    ) -> Attempt {
        do throws(RootKeyFileError) {
            return .success(try place.open(path, passphrase: passphrase, randomness: randomness))
        } catch {
            return .failure(error)
        }
    }

    /// The key, if there is one and the store is under it.
    private static func fitting(
        _ attempt: Attempt, _ store: any RecordStore
    ) async throws(RootKeyRotationError) -> LocalRootKey? {
        guard case .success(let key) = attempt else { return nil }
        do throws(RecordError) {
            return try await RootKeyRotation.opens(store, with: key) ? key : nil
        } catch {
            throw .record(error)
        }
    }

    private static func problem(_ attempt: Attempt, _ path: String) -> RootKeyRotationError {
        if case .failure(let error) = attempt { .file(error) } else { .foreign(path) }
    }

    private static func filing<R>(
        _ body: () throws(RootKeyFileError) -> R
    ) throws(RootKeyRotationError) -> R {
        do throws(RootKeyFileError) { return try body() } catch { throw .file(error) }
    }
}
