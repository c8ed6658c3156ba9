/// A verified attestation document of an AWS Nitro enclave: what the Nitro hypervisor says of an enclave.
///
/// <https://docs.aws.amazon.com/enclaves/latest/user/verify-root.html>
public struct AttestationDocument: Hashable, Sendable {
    /// The Nitro hypervisor module that issued the document.
    public let moduleID: String
    /// When the document was made, in milliseconds since 1970. Nothing limits a document's age but its certificates.
    public let timestampMilliseconds: Int64
    /// Platform configuration registers by index, 0 to 31; of 32, 48 or 64 bytes. PCR0 measures the enclave's image
    /// (`kms:RecipientAttestation:ImageSha384`); all zeros in an enclave that runs in debug mode.
    public let pcrs: [Int: [UInt8]]
    /// The enclave's public key as the enclave gave it, which should be the DER of a SubjectPublicKeyInfo.
    public let publicKeyDER: [UInt8]
    public let userData: [UInt8]?
    public let nonce: [UInt8]?
}

/// Why a document is refused.
public enum AttestationError: Error, Hashable, Sendable {
    /// These bytes are no attestation document of a Nitro enclave: not CBOR, not COSE, a field missing or out of range.
    case malformed
    /// The certificate that signed the document does not lead to the root, or may not sign documents.
    case certificateInvalid
    /// A certificate is not valid yet, or not any more.
    case expired
    /// The document was not signed with the key of its certificate, or was changed.
    case signatureInvalid
    /// The document is authentic, but names no public key to encrypt to.
    case noPublicKey
}
