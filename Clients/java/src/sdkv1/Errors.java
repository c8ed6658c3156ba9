package sdkv1;

import static report.Report.altered;
import static report.Report.facts;
import static sdkv1.Main.refusal;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.model.CreateAliasRequest;
import com.amazonaws.services.kms.model.CreateGrantRequest;
import com.amazonaws.services.kms.model.CreateKeyRequest;
import com.amazonaws.services.kms.model.DecryptRequest;
import com.amazonaws.services.kms.model.DescribeKeyRequest;
import com.amazonaws.services.kms.model.DisableKeyRequest;
import com.amazonaws.services.kms.model.EnableKeyRotationRequest;
import com.amazonaws.services.kms.model.EncryptRequest;
import com.amazonaws.services.kms.model.GrantOperation;
import com.amazonaws.services.kms.model.KeySpec;
import com.amazonaws.services.kms.model.KeyUsageType;
import com.amazonaws.services.kms.model.ListKeysRequest;
import com.amazonaws.services.kms.model.PutKeyPolicyRequest;
import com.amazonaws.services.kms.model.ScheduleKeyDeletionRequest;
import com.amazonaws.services.kms.model.Tag;
import com.amazonaws.services.kms.model.TagResourceRequest;
import java.nio.ByteBuffer;
import java.util.Map;

/** Asks for what the server has to refuse. */
final class Errors {
    private static final String NOBODY = "arn:aws:iam::000000000000:user/nobody";
    private static final Tag RESERVED = new Tag().withTagKey("aws:team").withTagValue("data");

    private final AWSKMS client;
    private final Keys keys;

    Errors(AWSKMS client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    Map<String, Object> refusals() {
        String key = keys.makeSymmetric();
        String other = keys.makeSymmetric();
        createAlias(key);
        ByteBuffer blob = encrypt(key);
        ByteBuffer wrong = ByteBuffer.wrap(altered(blob.array()));
        Map<String, Object> facts = facts(
            "key", key,
            "NotFoundException", refusal(() -> describe(client, "alias/nobody")),
            "InvalidCiphertextException", refusal(() -> client.decrypt(new DecryptRequest().withCiphertextBlob(wrong))),
            "IncorrectKeyException",
            refusal(() -> client.decrypt(new DecryptRequest().withCiphertextBlob(blob).withKeyId(other))),
            "AlreadyExistsException", refusal(() -> createAlias(other)),
            "LimitExceededException", refusal(() -> putPolicy(key, "x".repeat(32769))),
            "MalformedPolicyDocumentException", refusal(() -> putPolicy(key, "{")),
            "TagException",
            refusal(() -> client.tagResource(new TagResourceRequest().withKeyId(key).withTags(RESERVED))),
            "InvalidMarkerException", refusal(() -> client.listKeys(new ListKeysRequest().withMarker("nowhere"))),
            "InvalidArnException", refusal(() -> client.createGrant(new CreateGrantRequest()
                .withKeyId(key).withOperations(GrantOperation.Encrypt).withGranteePrincipal(NOBODY))),
            "InvalidGrantTokenException", refusal(() -> encrypt(key, "nonsense")),
            "ValidationException",
            refusal(() -> client.createKey(new CreateKeyRequest().withDescription("x".repeat(8193)))));
        facts.putAll(ofStates());
        facts.putAll(ofCallers(key));
        return facts;
    }

    /** Of keys that can't be used, or not so. */
    private Map<String, Object> ofStates() {
        String hmac = keys.make(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
        String disabled = keys.makeSymmetric();
        String pending = keys.makeSymmetric();
        client.disableKey(new DisableKeyRequest().withKeyId(disabled));
        client.scheduleKeyDeletion(new ScheduleKeyDeletionRequest().withKeyId(pending));
        return facts(
            "hmac", hmac, "disabled", disabled, "pending", pending,
            "DisabledException", refusal(() -> encrypt(disabled)),
            "KMSInvalidStateException", refusal(() -> encrypt(pending)),
            "InvalidKeyUsageException", refusal(() -> encrypt(hmac)),
            "UnsupportedOperationException",
            refusal(() -> client.enableKeyRotation(new EnableKeyRotationRequest().withKeyId(hmac))));
    }

    private static Map<String, Object> ofCallers(String key) {
        AWSKMS forger = Main.with(System.getenv("AWS_ACCESS_KEY_ID"), "wrong");
        AWSKMS nobody = Main.with("AKIAIOSFODNN7EXAMPLE", "wrong");
        return facts(
            "AccessDeniedException", refusal(() -> describe(Main.stranger(), key)),
            "InvalidSignatureException", refusal(() -> describe(forger, key)),
            "UnrecognizedClientException", refusal(() -> describe(nobody, key)));
    }

    private static void describe(AWSKMS client, String key) {
        client.describeKey(new DescribeKeyRequest().withKeyId(key));
    }

    private void createAlias(String key) {
        client.createAlias(new CreateAliasRequest().withAliasName("alias/errors").withTargetKeyId(key));
    }

    private ByteBuffer encrypt(String key, String... grantTokens) {
        return client.encrypt(new EncryptRequest()
            .withKeyId(key).withPlaintext(ByteBuffer.wrap("row".getBytes())).withGrantTokens(grantTokens))
            .getCiphertextBlob();
    }

    private void putPolicy(String key, String text) {
        client.putKeyPolicy(new PutKeyPolicyRequest().withKeyId(key).withPolicyName("default").withPolicy(text));
    }
}
