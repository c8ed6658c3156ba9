import Identity
import KeyCrypto
import RootKeys

/// The administrator's access key in `DIR/credentials`, as AWS's clients read it, profile `trent`
/// (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
///
/// The database has an access key before the file can: `begin` says in a file of its own that one is on the way, so
/// that after a crash in between the next start knows that nobody has it, and makes another.
struct CredentialsFile: Sendable {
    let path: String
    private let pending: String

    /// `account`: nil for the account of the first start.
    init(directory: String, account: String? = nil) {
        path = directory + "/credentials" + (account.map { "-\($0)" } ?? "")
        pending = path + ".pending"
    }

    var exists: Bool { Files.exists(path) }
    var isBegun: Bool { Files.exists(pending) }

    func begin() throws(Failure) {
        var note = Array("An access key is being made.\n".utf8)
        let content = HeldSecret(SecretBytes(consuming: &note))
        try explained { () throws(RootKeyFileError) in try SecretFile.write(content.bytes, to: pending) }
    }

    func finish(_ key: NewAccessKey, region: String) throws(Failure) {
        let content = HeldSecret(Self.content(key, region: region))
        try explained { () throws(RootKeyFileError) in try SecretFile.write(content.bytes, to: path) }
        try abandon()
    }

    /// There is no access key on the way any more.
    func abandon() throws(Failure) {
        try explained { () throws(RootKeyFileError) in try SecretFile.remove(pending) }
    }

    /// Puts the file aside, for it holds what another file will not.
    func keepPrevious() throws(Failure) {
        try explained { () throws(RootKeyFileError) in try SecretFile.rename(path, to: path + ".previous") }
    }

    private static func content(_ key: NewAccessKey, region: String) -> SecretBytes {
        let head = Array("[trent]\naws_access_key_id = \(key.id)\naws_secret_access_key = ".utf8)
        let tail = Array("\nregion = \(region)\n".utf8)
        let secretBytes = key.secret.bytes.count
        return SecretBytes(count: head.count + secretBytes + tail.count) { target in
            target.copyBytes(from: head)
            key.secret.bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: target[head.count...]).copyBytes(from: $0)
            }
            UnsafeMutableRawBufferPointer(rebasing: target[(head.count + secretBytes)...]).copyBytes(from: tail)
        }
    }
}
