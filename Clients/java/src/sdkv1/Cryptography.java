package sdkv1;

import static report.Report.altered;
import static report.Report.facts;
import static report.Report.verified;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.model.DataKeyPairSpec;
import com.amazonaws.services.kms.model.DataKeySpec;
import com.amazonaws.services.kms.model.DecryptRequest;
import com.amazonaws.services.kms.model.DecryptResult;
import com.amazonaws.services.kms.model.EncryptRequest;
import com.amazonaws.services.kms.model.EncryptionAlgorithmSpec;
import com.amazonaws.services.kms.model.GenerateDataKeyPairRequest;
import com.amazonaws.services.kms.model.GenerateDataKeyPairResult;
import com.amazonaws.services.kms.model.GenerateDataKeyRequest;
import com.amazonaws.services.kms.model.GenerateDataKeyResult;
import com.amazonaws.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import com.amazonaws.services.kms.model.GenerateMacRequest;
import com.amazonaws.services.kms.model.GetPublicKeyRequest;
import com.amazonaws.services.kms.model.KeySpec;
import com.amazonaws.services.kms.model.KeyUsageType;
import com.amazonaws.services.kms.model.MacAlgorithmSpec;
import com.amazonaws.services.kms.model.ReEncryptRequest;
import com.amazonaws.services.kms.model.ReEncryptResult;
import com.amazonaws.services.kms.model.SignRequest;
import com.amazonaws.services.kms.model.SigningAlgorithmSpec;
import com.amazonaws.services.kms.model.VerifyMacRequest;
import com.amazonaws.services.kms.model.VerifyRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import report.Report;

/** Encrypts, signs and authenticates. */
final class Cryptography {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> ORDERS = Map.of("table", "orders");
    private static final Map<String, String> CUSTOMERS = Map.of("table", "customers");
    private static final byte[] ROW = "row".getBytes();
    private static final byte[] MESSAGE = "order 1".getBytes();
    private static final byte[] OTHER = "order 2".getBytes();

    private final AWSKMS client;
    private final Keys keys;

    Cryptography(AWSKMS client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    private DecryptResult decrypt(ByteBuffer blob, Map<String, String> context) {
        return client.decrypt(new DecryptRequest().withCiphertextBlob(blob).withEncryptionContext(context));
    }

    private byte[] decrypted(ByteBuffer blob, Map<String, String> context) {
        return decrypt(blob, context).getPlaintext().array();
    }

    Map<String, Object> dataKeys() {
        String key = keys.makeSymmetric();
        GenerateDataKeyResult plain = client.generateDataKey(new GenerateDataKeyRequest()
            .withKeyId(key).withKeySpec(DataKeySpec.AES_256));
        GenerateDataKeyResult bound = client.generateDataKey(new GenerateDataKeyRequest()
            .withKeyId(key).withNumberOfBytes(24).withEncryptionContext(ORDERS));
        ByteBuffer sealed = client.generateDataKeyWithoutPlaintext(new GenerateDataKeyWithoutPlaintextRequest()
            .withKeyId(key).withKeySpec(DataKeySpec.AES_128).withEncryptionContext(ORDERS)).getCiphertextBlob();
        return facts(
            "key", key, "by", decrypt(plain.getCiphertextBlob(), NONE).getKeyId(),
            "plain", plain.getPlaintext().array(), "plain_blob", plain.getCiphertextBlob().array(),
            "plain_again", decrypted(plain.getCiphertextBlob(), NONE),
            "bound", bound.getPlaintext().array(), "bound_blob", bound.getCiphertextBlob().array(),
            "bound_again", decrypted(bound.getCiphertextBlob(), ORDERS),
            "unbound", Main.refusal(() -> decrypt(bound.getCiphertextBlob(), NONE)),
            "sealed_blob", sealed.array(), "sealed_again", decrypted(sealed, ORDERS));
    }

    Map<String, Object> dataKeyPair() {
        String key = keys.makeSymmetric();
        GenerateDataKeyPairResult pair = client.generateDataKeyPair(new GenerateDataKeyPairRequest()
            .withKeyId(key).withKeyPairSpec(DataKeyPairSpec.ECC_NIST_P256));
        return facts(
            "public", pair.getPublicKey().array(), "private", pair.getPrivateKeyPlaintext().array(),
            "private_again", decrypted(pair.getPrivateKeyCiphertextBlob(), NONE));
    }

    Map<String, Object> encryption() {
        String first = keys.makeSymmetric();
        String second = keys.makeSymmetric();
        ByteBuffer old = client.encrypt(new EncryptRequest()
            .withKeyId(first).withPlaintext(ByteBuffer.wrap(ROW)).withEncryptionContext(ORDERS)).getCiphertextBlob();
        ReEncryptResult moved = client.reEncrypt(new ReEncryptRequest()
            .withCiphertextBlob(old).withSourceEncryptionContext(ORDERS)
            .withDestinationKeyId(second).withDestinationEncryptionContext(CUSTOMERS));
        return facts(
            "first", first, "second", second, "source", moved.getSourceKeyId(), "destination", moved.getKeyId(),
            "blob", old.array(), "plaintext", decrypted(old, ORDERS), "moved", moved.getCiphertextBlob().array(),
            "moved_plaintext", decrypted(moved.getCiphertextBlob(), CUSTOMERS));
    }

    private byte[] publicKey(String key) {
        return client.getPublicKey(new GetPublicKeyRequest().withKeyId(key)).getPublicKey().array();
    }

    /** Encrypts here and decrypts there. */
    Map<String, Object> rsaEncryption() throws GeneralSecurityException {
        String key = keys.make(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
        DecryptResult back = client.decrypt(new DecryptRequest()
            .withKeyId(key).withCiphertextBlob(ByteBuffer.wrap(Report.encrypted(publicKey(key), ROW)))
            .withEncryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256));
        return facts("plaintext", back.getPlaintext().array(), "algorithm", back.getEncryptionAlgorithm());
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
        byte[] made = client.sign(new SignRequest()
            .withKeyId(key).withMessage(ByteBuffer.wrap(MESSAGE)).withSigningAlgorithm(algorithm))
            .getSignature().array();
        byte[] publicKey = publicKey(key);
        String name = algorithm.toString();
        return facts(
            "message", MESSAGE, "signature", made, "public_key", publicKey,
            "valid", verify(key, algorithm, MESSAGE, made),
            "refused", Main.refusal(() -> verify(key, algorithm, OTHER, made)),
            "valid_here", verified(name, publicKey, MESSAGE, made),
            "other_valid_here", verified(name, publicKey, OTHER, made));
    }

    private boolean verify(String key, SigningAlgorithmSpec algorithm, byte[] message, byte[] signature) {
        return client.verify(new VerifyRequest()
            .withKeyId(key).withMessage(ByteBuffer.wrap(message)).withSignature(ByteBuffer.wrap(signature))
            .withSigningAlgorithm(algorithm)).isSignatureValid();
    }

    Map<String, Object> mac() {
        String key = keys.make(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
        byte[] made = client.generateMac(new GenerateMacRequest()
            .withKeyId(key).withMessage(ByteBuffer.wrap(MESSAGE)).withMacAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
            .getMac().array();
        return facts(
            "key", key, "message", MESSAGE, "mac", made, "valid", verifyMac(key, made),
            "refused", Main.refusal(() -> verifyMac(key, altered(made))));
    }

    private boolean verifyMac(String key, byte[] mac) {
        return client.verifyMac(new VerifyMacRequest()
            .withKeyId(key).withMessage(ByteBuffer.wrap(MESSAGE)).withMac(ByteBuffer.wrap(mac))
            .withMacAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)).isMacValid();
    }
}
