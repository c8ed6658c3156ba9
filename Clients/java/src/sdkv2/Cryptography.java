package sdkv2;

import static report.Report.altered;
import static report.Report.facts;
import static report.Report.verified;

import report.Report;
import java.security.GeneralSecurityException;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Encrypts, signs and authenticates. */
final class Cryptography {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> ORDERS = Map.of("table", "orders");
    private static final Map<String, String> CUSTOMERS = Map.of("table", "customers");
    private static final SdkBytes ROW = SdkBytes.fromUtf8String("row");
    private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("order 1");
    private static final SdkBytes OTHER = SdkBytes.fromUtf8String("order 2");

    private final KmsClient client;
    private final Keys keys;

    Cryptography(KmsClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    private DecryptResponse decrypt(SdkBytes blob, Map<String, String> context) {
        return client.decrypt(request -> request.ciphertextBlob(blob).encryptionContext(context));
    }

    private byte[] decrypted(SdkBytes blob, Map<String, String> context) {
        return decrypt(blob, context).plaintext().asByteArray();
    }

    Map<String, Object> dataKeys() {
        String key = keys.makeSymmetric();
        GenerateDataKeyResponse plain =
            client.generateDataKey(request -> request.keyId(key).keySpec(DataKeySpec.AES_256));
        GenerateDataKeyResponse bound =
            client.generateDataKey(request -> request.keyId(key).numberOfBytes(24).encryptionContext(ORDERS));
        SdkBytes sealed = client.generateDataKeyWithoutPlaintext(request -> request
            .keyId(key).keySpec(DataKeySpec.AES_128).encryptionContext(ORDERS)).ciphertextBlob();
        return facts(
            "key", key, "by", decrypt(plain.ciphertextBlob(), NONE).keyId(),
            "plain", plain.plaintext().asByteArray(), "plain_blob", plain.ciphertextBlob().asByteArray(),
            "plain_again", decrypted(plain.ciphertextBlob(), NONE),
            "bound", bound.plaintext().asByteArray(), "bound_blob", bound.ciphertextBlob().asByteArray(),
            "bound_again", decrypted(bound.ciphertextBlob(), ORDERS),
            "unbound", Main.refusal(() -> decrypt(bound.ciphertextBlob(), NONE)),
            "sealed_blob", sealed.asByteArray(), "sealed_again", decrypted(sealed, ORDERS));
    }

    Map<String, Object> dataKeyPair() {
        String key = keys.makeSymmetric();
        GenerateDataKeyPairResponse pair = client.generateDataKeyPair(request -> request
            .keyId(key).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256));
        return facts(
            "public", pair.publicKey().asByteArray(), "private", pair.privateKeyPlaintext().asByteArray(),
            "private_again", decrypted(pair.privateKeyCiphertextBlob(), NONE));
    }

    Map<String, Object> encryption() {
        String first = keys.makeSymmetric();
        String second = keys.makeSymmetric();
        SdkBytes old = client.encrypt(request -> request.keyId(first).plaintext(ROW).encryptionContext(ORDERS))
            .ciphertextBlob();
        ReEncryptResponse moved = client.reEncrypt(request -> request
            .ciphertextBlob(old).sourceEncryptionContext(ORDERS)
            .destinationKeyId(second).destinationEncryptionContext(CUSTOMERS));
        return facts(
            "first", first, "second", second, "source", moved.sourceKeyId(), "destination", moved.keyId(),
            "blob", old.asByteArray(), "plaintext", decrypted(old, ORDERS),
            "moved", moved.ciphertextBlob().asByteArray(),
            "moved_plaintext", decrypted(moved.ciphertextBlob(), CUSTOMERS));
    }

    private byte[] publicKey(String key) {
        return client.getPublicKey(request -> request.keyId(key)).publicKey().asByteArray();
    }

    /** Encrypts here and decrypts there. */
    Map<String, Object> rsaEncryption() throws GeneralSecurityException {
        String key = keys.make(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
        SdkBytes blob = SdkBytes.fromByteArray(Report.encrypted(publicKey(key), ROW.asByteArray()));
        DecryptResponse back = client.decrypt(request -> request
            .keyId(key).ciphertextBlob(blob).encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256));
        return facts(
            "plaintext", back.plaintext().asByteArray(), "algorithm", back.encryptionAlgorithmAsString());
    }

    Map<String, Object> signatures() throws GeneralSecurityException {
        String curve = keys.make(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        String rsa = keys.make(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
        return facts(
            "ECDSA_SHA_256", signature(curve, SigningAlgorithmSpec.ECDSA_SHA_256),
            "RSASSA_PSS_SHA_256", signature(rsa, SigningAlgorithmSpec.RSASSA_PSS_SHA_256),
            "RSASSA_PKCS1_V1_5_SHA_256", signature(rsa, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256));
    }

    /** A signature made there and checked there and here, with the message and with another. */
    private Map<String, Object> signature(String key, SigningAlgorithmSpec algorithm) throws GeneralSecurityException {
        SdkBytes made = client.sign(request -> request.keyId(key).message(MESSAGE).signingAlgorithm(algorithm))
            .signature();
        byte[] publicKey = publicKey(key);
        String name = algorithm.toString();
        return facts(
            "message", MESSAGE.asByteArray(), "signature", made.asByteArray(), "public_key", publicKey,
            "valid", verify(key, algorithm, MESSAGE, made),
            "refused", Main.refusal(() -> verify(key, algorithm, OTHER, made)),
            "valid_here", verified(name, publicKey, MESSAGE.asByteArray(), made.asByteArray()),
            "other_valid_here", verified(name, publicKey, OTHER.asByteArray(), made.asByteArray()));
    }

    private boolean verify(String key, SigningAlgorithmSpec algorithm, SdkBytes message, SdkBytes signature) {
        return client.verify(request -> request
            .keyId(key).message(message).signature(signature).signingAlgorithm(algorithm)).signatureValid();
    }

    Map<String, Object> mac() {
        String key = keys.make(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
        SdkBytes made = client.generateMac(request -> request
            .keyId(key).message(MESSAGE).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)).mac();
        SdkBytes wrong = SdkBytes.fromByteArray(altered(made.asByteArray()));
        return facts(
            "key", key, "message", MESSAGE.asByteArray(), "mac", made.asByteArray(),
            "valid", verifyMac(key, made), "refused", Main.refusal(() -> verifyMac(key, wrong)));
    }

    private boolean verifyMac(String key, SdkBytes mac) {
        return client.verifyMac(request -> request
            .keyId(key).message(MESSAGE).mac(mac).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)).macValid();
    }
}
