import COpenSSL

/// The certificates from the one that signed a document up to a trusted root (RFC 5280, section 6).
struct CertificatePath {
    let target: Certificate
    let intermediates: [Certificate]
    let root: Certificate

    /// `nowMilliseconds`: since 1970; every certificate, the root's too, must be valid then.
    func verify(nowMilliseconds: Int64) throws(AttestationError) {
        let outcome = outcome(atSeconds: Int(nowMilliseconds / 1000))
        guard outcome != X509_V_ERR_CERT_HAS_EXPIRED, outcome != X509_V_ERR_CERT_NOT_YET_VALID else { throw .expired }
        // OpenSSL asks for key usages only where a certificate has that extension; AWS asks for the extension too.
        guard outcome == X509_V_OK, target.maySignDocuments,
            ([root] + intermediates).allSatisfy(\.mayIssueCertificates)
        else { throw .certificateInvalid }
    }

    /// OpenSSL's verdict, one of `X509_V_…`: signatures, names, validity, critical extensions, lengths of paths.
    private func outcome(atSeconds now: Int) -> Int32 {
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let untrusted = OPENSSL_sk_new_null()
        else { preconditionFailure("no memory for a certificate path") }
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
            OPENSSL_sk_free(untrusted)
            ERR_clear_error()
        }
        return withExtendedLifetime(self) {
            for certificate in intermediates { OPENSSL_sk_push(untrusted, UnsafeRawPointer(certificate.x509)) }
            guard X509_STORE_add_cert(store, root.x509) == 1,
                X509_STORE_CTX_init(context, store, target.x509, untrusted) == 1
            else { return X509_V_ERR_UNSPECIFIED }
            X509_STORE_CTX_set_time(context, 0, now)
            guard X509_verify_cert(context) != 1 else { return X509_V_OK }
            return max(X509_STORE_CTX_get_error(context), X509_V_ERR_UNSPECIFIED)
        }
    }
}
