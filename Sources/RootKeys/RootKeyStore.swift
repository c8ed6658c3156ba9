// Room: RootKeys (floor 5)
// Holds: the root key's file in a data directory, its protection by a passphrase, its rotation, and the protection of
//        the process that has it in memory.
// Must not know: what the root key wraps, any database, settings, HTTP.
// Go instead: to Records for what a root key does and for rewrapping, to trent for where a passphrase comes from.

public import KeyCrypto
public import Records

/// The root key of a data directory: the file `root.key` in a form of its own (`RootKeyText`).
///
/// Whoever calls holds the directory's lock.
public enum RootKeyStore {
    /// Whether the directory has a root key, be it one that a rotation has not yet put in place.
    public static func exists(in directory: String) -> Bool {
        let place = RootKeyPlace(directory)
        return SecretFile.exists(place.current) || SecretFile.exists(place.next)
    }

    /// Opens the directory's root key, or makes it if there is none.
    ///
    /// For a directory without a database. Where there is one, a rotation may have been interrupted, and `settle`
    /// opens the right key.
    /// - Parameters:
    ///   - directory: its path.
    ///   - passphrase: what protects the key; nil for a file that whoever can read it can use.
    ///   - create: whether a missing one is made, with mode 0600 and on stable storage on return.
    ///   - randomness: makes the new key, and whatever the key wraps.
    /// - Returns: the key.
    /// - Throws: what is wrong with the file.
    public static func open(
        directory: String, passphrase: HeldSecret?, create: Bool, randomness: any Randomness
    ) throws(RootKeyFileError) -> LocalRootKey {
        let place = RootKeyPlace(directory)
        if create, !exists(in: directory) {
            return try place.make(at: \.current, passphrase: passphrase, cost: .moderate, randomness: randomness)
        }
        return try place.open(place.current, passphrase: passphrase, randomness: randomness)
    }
}
