package sdkv2;

import static report.Report.altered;
import static report.Report.facts;
import static sdkv2.Main.refusal;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.Tag;

/** Asks for what the server has to refuse. */
final class Errors {
    private static final SdkBytes ROW = SdkBytes.fromUtf8String("row");
    private static final String NOBODY = "arn:aws:iam::000000000000:user/nobody";
    private static final Tag RESERVED = Tag.builder().tagKey("aws:team").tagValue("data").build();

    private final KmsClient client;
    private final Keys keys;

    Errors(KmsClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    Map<String, Object> refusals() {
        String key = keys.makeSymmetric();
        String other = keys.makeSymmetric();
        client.createAlias(request -> request.aliasName("alias/errors").targetKeyId(key));
        SdkBytes blob = client.encrypt(request -> request.keyId(key).plaintext(ROW)).ciphertextBlob();
        SdkBytes wrong = SdkBytes.fromByteArray(altered(blob.asByteArray()));
        Map<String, Object> facts = facts(
            "key", key,
            "NotFoundException", refusal(() -> describe(client, "alias/nobody")),
            "InvalidCiphertextException", refusal(() -> client.decrypt(request -> request.ciphertextBlob(wrong))),
            "IncorrectKeyException",
            refusal(() -> client.decrypt(request -> request.ciphertextBlob(blob).keyId(other))),
            "AlreadyExistsException",
            refusal(() -> client.createAlias(request -> request.aliasName("alias/errors").targetKeyId(other))),
            "LimitExceededException", refusal(() -> putPolicy(key, "x".repeat(32769))),
            "MalformedPolicyDocumentException", refusal(() -> putPolicy(key, "{")),
            "TagException", refusal(() -> client.tagResource(request -> request.keyId(key).tags(RESERVED))),
            "InvalidMarkerException", refusal(() -> client.listKeys(request -> request.marker("nowhere"))),
            "InvalidArnException", refusal(() -> client.createGrant(request -> request
                .keyId(key).operations(GrantOperation.ENCRYPT).granteePrincipal(NOBODY))),
            "InvalidGrantTokenException", refusal(() -> encrypt(key, "nonsense")),
            "ValidationException",
            refusal(() -> client.createKey(request -> request.description("x".repeat(8193)))));
        facts.putAll(ofStates());
        facts.putAll(ofCallers(key));
        return facts;
    }

    /** Of keys that can't be used, or not so. */
    private Map<String, Object> ofStates() {
        String hmac = keys.make(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
        String disabled = keys.makeSymmetric();
        String pending = keys.makeSymmetric();
        client.disableKey(request -> request.keyId(disabled));
        client.scheduleKeyDeletion(request -> request.keyId(pending));
        return facts(
            "hmac", hmac, "disabled", disabled, "pending", pending,
            "DisabledException", refusal(() -> encrypt(disabled)),
            "KMSInvalidStateException", refusal(() -> encrypt(pending)),
            "InvalidKeyUsageException", refusal(() -> encrypt(hmac)),
            "UnsupportedOperationException", refusal(() -> client.enableKeyRotation(request -> request.keyId(hmac))));
    }

    private static Map<String, Object> ofCallers(String key) {
        KmsClient forger = Main.with(System.getenv("AWS_ACCESS_KEY_ID"), "wrong");
        KmsClient nobody = Main.with("AKIAIOSFODNN7EXAMPLE", "wrong");
        return facts(
            "AccessDeniedException", refusal(() -> describe(Main.stranger(), key)),
            "InvalidSignatureException", refusal(() -> describe(forger, key)),
            "UnrecognizedClientException", refusal(() -> describe(nobody, key)));
    }

    private static void describe(KmsClient client, String key) {
        client.describeKey(request -> request.keyId(key));
    }

    private void encrypt(String key, String... grantTokens) {
        client.encrypt(request -> request.keyId(key).plaintext(ROW).grantTokens(grantTokens));
    }

    private void putPolicy(String key, String text) {
        client.putKeyPolicy(request -> request.keyId(key).policyName("default").policy(text));
    }
}
