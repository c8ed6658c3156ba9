package sdkv2;

import static report.Report.facts;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import report.Report;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Brings key material from here, which expires tomorrow; uses it, and takes it out again. */
final class Imports {
    private final KmsClient client;

    Imports(KmsClient client) {
        this.client = client;
    }

    Map<String, Object> imports() throws GeneralSecurityException {
        String key = client.createKey(request -> request.origin(OriginType.EXTERNAL)).keyMetadata().arn();
        String before = describe(key).keyStateAsString();
        byte[] material = new byte[32];
        new SecureRandom().nextBytes(material);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        bring(key, material, tomorrow);
        KeyMetadata shown = describe(key);
        byte[] blob = client.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("row")))
            .ciphertextBlob().asByteArray();
        client.deleteImportedKeyMaterial(request -> request.keyId(key));
        return facts(
            "key", key, "material", material, "blob", blob, "expires", shown.expirationModelAsString(),
            "given", tomorrow.getEpochSecond(), "valid_to", shown.validTo().getEpochSecond(),
            "states", List.of(before, shown.keyStateAsString(), describe(key).keyStateAsString()));
    }

    private KeyMetadata describe(String key) {
        return client.describeKey(request -> request.keyId(key)).keyMetadata();
    }

    private void bring(String key, byte[] material, Instant validTo) throws GeneralSecurityException {
        GetParametersForImportResponse given = client.getParametersForImport(request -> request
            .keyId(key).wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256).wrappingKeySpec(WrappingKeySpec.RSA_2048));
        SdkBytes wrapped = SdkBytes.fromByteArray(Report.encrypted(given.publicKey().asByteArray(), material));
        client.importKeyMaterial(request -> request
            .keyId(key).importToken(given.importToken()).encryptedKeyMaterial(wrapped)
            .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES).validTo(validTo));
    }
}
