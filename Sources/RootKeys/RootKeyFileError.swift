public import Records

/// Why a root key's file can't be used. Each names the file; the description is a sentence for the operator.
public enum RootKeyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    /// Truncated, edited, or not a root key's file at all.
    case malformed(String)
    /// Made by a later release.
    case newer(String)
    /// Others than its owner can read it.
    case permissions(String)
    case wrongPassphrase(String)
    /// It is protected by a passphrase, and none was given.
    case passphraseNeeded(String)
    /// A passphrase was given, but the file is not protected by one.
    case passphraseUnused(String)
    /// The system's reason is second.
    case io(String, String)

    public var description: String {
        switch self {
        case .missing(let path): "there is no root key \(path): put back the copy of it that you keep"
        case .malformed(let path): "\(path) was truncated or changed: put back the copy of it that you keep"
        case .newer(let path): "\(path) was made by a later release of Trent: start that release"
        case .permissions(let path): "\(path) can be read by others than its owner: run chmod 600 on it"
        case .wrongPassphrase(let path):
            "the passphrase does not open \(path): give the one that it was made or last rotated with"
        case .passphraseNeeded(let path):
            "\(path) is protected by a passphrase: give it with --root-key-passphrase-file or TRENT_ROOT_KEY_PASSPHRASE"
        case .passphraseUnused(let path):
            "\(path) is not protected by a passphrase, and one was given: leave it out"
        case .io(let path, let reason): "cannot read or write \(path): \(reason)"
        }
    }
}

/// Why a root key could not be settled or rotated.
public enum RootKeyRotationError: Error, Hashable, Sendable {
    case file(RootKeyFileError)
    case record(RecordError)
    /// The file, whole and opened, holds another root key than the one the store is under.
    case foreign(String)
}
