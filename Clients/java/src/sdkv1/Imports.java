package sdkv1;

import static report.Report.facts;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.model.AlgorithmSpec;
import com.amazonaws.services.kms.model.CreateKeyRequest;
import com.amazonaws.services.kms.model.DeleteImportedKeyMaterialRequest;
import com.amazonaws.services.kms.model.DescribeKeyRequest;
import com.amazonaws.services.kms.model.EncryptRequest;
import com.amazonaws.services.kms.model.ExpirationModelType;
import com.amazonaws.services.kms.model.GetParametersForImportRequest;
import com.amazonaws.services.kms.model.GetParametersForImportResult;
import com.amazonaws.services.kms.model.ImportKeyMaterialRequest;
import com.amazonaws.services.kms.model.KeyMetadata;
import com.amazonaws.services.kms.model.OriginType;
import com.amazonaws.services.kms.model.WrappingKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import report.Report;

/** Brings key material from here, which expires tomorrow; uses it, and takes it out again. */
final class Imports {
    private final AWSKMS client;

    Imports(AWSKMS client) {
        this.client = client;
    }

    Map<String, Object> imports() throws GeneralSecurityException {
        String key = client.createKey(new CreateKeyRequest().withOrigin(OriginType.EXTERNAL)).getKeyMetadata().getArn();
        String before = describe(key).getKeyState();
        byte[] material = new byte[32];
        new SecureRandom().nextBytes(material);
        Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
        bring(key, material, tomorrow);
        KeyMetadata shown = describe(key);
        byte[] blob = client.encrypt(new EncryptRequest()
            .withKeyId(key).withPlaintext(ByteBuffer.wrap("row".getBytes()))).getCiphertextBlob().array();
        client.deleteImportedKeyMaterial(new DeleteImportedKeyMaterialRequest().withKeyId(key));
        return facts(
            "key", key, "material", material, "blob", blob, "expires", shown.getExpirationModel(),
            "given", tomorrow.toInstant().getEpochSecond(),
            "valid_to", shown.getValidTo().toInstant().getEpochSecond(),
            "states", List.of(before, shown.getKeyState(), describe(key).getKeyState()));
    }

    private KeyMetadata describe(String key) {
        return client.describeKey(new DescribeKeyRequest().withKeyId(key)).getKeyMetadata();
    }

    private void bring(String key, byte[] material, Date validTo) throws GeneralSecurityException {
        GetParametersForImportResult given = client.getParametersForImport(new GetParametersForImportRequest()
            .withKeyId(key).withWrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
            .withWrappingKeySpec(WrappingKeySpec.RSA_2048));
        byte[] wrapped = Report.encrypted(given.getPublicKey().array(), material);
        client.importKeyMaterial(new ImportKeyMaterialRequest()
            .withKeyId(key).withImportToken(given.getImportToken()).withEncryptedKeyMaterial(ByteBuffer.wrap(wrapped))
            .withExpirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES).withValidTo(validTo));
    }
}
