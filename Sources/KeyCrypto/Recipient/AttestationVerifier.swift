// Room: KeyCrypto, folder Recipient (floor 0)
// Holds: the two halves of answering to an enclave: AttestationVerifier says who it is, RecipientEnvelope encrypts to
//        it; CBOR, COSE, X.509 and CMS as far as these need them.
// Must not know: which operations have a recipient, what policies ask of PCRs; which time it is.
// Go instead: to Asymmetric for RSA. X.509 paths and AES-CBC come from OpenSSL (COpenSSL), ES384 from swift-crypto. CMS
//        is written here: OpenSSL's makes no recipient out of a bare public key, nor AWS's encoding (EnvelopedData).

/// Verifies attestation documents of AWS Nitro enclaves: syntax, certificates, signature.
///
/// <https://github.com/aws/aws-nitro-enclaves-nsm-api/blob/main/docs/attestation_process.md>, section 3. As it says,
/// certificates are not looked up in revocation lists.
public struct AttestationVerifier: Sendable {
    /// The root that every document must lead to, DER.
    public let rootDER: [UInt8]

    /// A signed document holds at most 16,384 bytes of payload and the COSE structure around it.
    static let documentBytesMax = COSESign1.payloadBytesMax + 1024

    /// - Parameter rootDER: `awsNitroRoot`, or the root of a test.
    public init(rootDER: [UInt8]) { self.rootDER = rootDER }

    /// `document`: a COSE_Sign1 structure, tagged or untagged.
    /// `nowMilliseconds`: since 1970; all certificates must be valid then.
    public func verify(
        _ document: [UInt8], nowMilliseconds: Int64
    ) throws(AttestationError) -> AttestationDocument {
        guard document.count <= Self.documentBytesMax else { throw .malformed }
        let signed = try COSESign1(parsing: document)
        let payload = try AttestationPayload(parsing: signed.payload)
        // The bundle begins with its root, which proves nothing: only the root given here is trusted.
        guard payload.bundle.first == rootDER else { throw .certificateInvalid }
        let path = CertificatePath(
            target: try Certificate(der: payload.certificate),
            intermediates: try payload.bundle.dropFirst().map { der throws(AttestationError) in
                try Certificate(der: der)
            },
            root: try Certificate(der: rootDER))
        try path.verify(nowMilliseconds: nowMilliseconds)
        guard path.target.hasSigned(signed) else { throw .signatureInvalid }
        guard let publicKey = payload.publicKey else { throw .noPublicKey }
        return AttestationDocument(
            moduleID: payload.moduleID, timestampMilliseconds: payload.timestampMilliseconds, pcrs: payload.pcrs,
            publicKeyDER: publicKey, userData: payload.userData, nonce: payload.nonce)
    }
}
