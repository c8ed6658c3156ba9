import COpenSSL
import Crypto

/// An X.509 certificate, in OpenSSL's hands.
final class Certificate {
    let x509: OpaquePointer

    /// - Throws: `certificateInvalid` if these bytes are not the DER of one certificate.
    init(der: [UInt8]) throws(AttestationError) {
        let parsed = der.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress
            return d2i_X509(nil, &place, bytes.count)
        }
        guard let parsed else {
            ERR_clear_error()
            throw .certificateInvalid
        }
        x509 = parsed
        // OpenSSL stops reading where the certificate ends.
        guard i2d_X509(parsed, nil) == Int32(der.count) else { throw .certificateInvalid }
    }

    deinit { X509_free(x509) }

    var mayIssueCertificates: Bool { isForUse(KU_KEY_CERT_SIGN) }

    /// Not an authority's, without a limit on paths, for digital signatures.
    var maySignDocuments: Bool {
        X509_check_ca(x509) == 0 && X509_get_pathlen(x509) == -1 && isForUse(KU_DIGITAL_SIGNATURE)
    }

    /// Whether the certificate has the key usage extension and in it this use.
    private func isForUse(_ use: Int32) -> Bool {
        let uses = X509_get_key_usage(x509)
        return uses != .max && uses & UInt32(use) != 0
    }

    /// Whether the document's signature was made with this certificate's key, which must be on the curve P-384.
    func hasSigned(_ document: COSESign1) -> Bool {
        guard let key = try? P384.Signing.PublicKey(derRepresentation: publicKeyDER),
            let signature = try? P384.Signing.ECDSASignature(rawRepresentation: document.signature)
        else { return false }
        return key.isValidSignature(signature, for: SHA384.hash(data: document.signedBytes))
    }

    /// SubjectPublicKeyInfo.
    private var publicKeyDER: [UInt8] {
        let key = X509_get_X509_PUBKEY(x509)
        var der = [UInt8](repeating: 0, count: Int(max(i2d_X509_PUBKEY(key, nil), 0)))
        der.withUnsafeMutableBufferPointer { bytes in
            var place = bytes.baseAddress
            _ = i2d_X509_PUBKEY(key, &place)
        }
        return der
    }
}
