import AWSJSON
import KMSModel
import KeyCrypto
import ServiceModel

/// `Recipient`: an answer that only the AWS Nitro enclave can read that sent its attestation document
/// (https://docs.aws.amazon.com/kms/latest/developerguide/services-nitro-enclaves.html).
enum Recipient {
    /// - Throws: a refusal if the document does not verify; AWS has published no text for it.
    static func verify(_ recipient: RecipientInfo, in call: Call) throws(Failure) -> AttestationDocument {
        guard let document = recipient.attestationDocument, recipient.keyEncryptionAlgorithm != nil else {
            throw .validation("Recipient needs a KeyEncryptionAlgorithm and an AttestationDocument.")
        }
        do throws(AttestationError) {
            return try call.environment.attestation.verify(document.bytes, nowMilliseconds: call.now)
        } catch {
            throw .validation("The attestation document is not valid: \(reason(error)).")
        }
    }

    /// What an answer carries of a secret: itself, or for a recipient what only he can open.
    static func answer(
        _ secret: [UInt8], to recipient: RecipientInfo?, in call: Call
    ) throws(Failure) -> (plaintext: Blob?, ciphertextForRecipient: Blob?) {
        guard let recipient else { return (Blob(secret), nil) }
        let document = try verify(recipient, in: call)
        do throws(CryptoError) {
            return (nil, Blob(try RecipientEnvelope.seal(secret, to: document.publicKeyDER)))
        } catch {
            throw .validation("The attestation document's public key is not an RSA key that can be encrypted to.")
        }
    }

    /// What the trail is told of the enclave
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/ct-attestation.html).
    static func record(_ recipient: RecipientInfo, in call: Call, to writer: inout JSONWriter) {
        guard let document = try? verify(recipient, in: call) else { return }
        writer.name("recipient")
        writer.beginObject()
        writer.member("attestationDocumentModuleId", document.moduleID)
        writer.member("attestationDocumentEnclaveImageDigest", document.pcrs[0].map { Hex.encode($0) })
        writer.endObject()
    }

    private static func reason(_ error: AttestationError) -> String {
        switch error {
        case .malformed: "it is malformed"
        case .certificateInvalid: "its certificates do not lead to the AWS Nitro root"
        case .expired: "it has expired"
        case .signatureInvalid: "its signature is wrong"
        case .noPublicKey: "it has no public key"
        }
    }
}
