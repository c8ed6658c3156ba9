package sdkv2;

import static report.Report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.Tag;

/** Makes keys, and leads one through its life. */
final class Keys {
    private final KmsClient client;

    Keys(KmsClient client) {
        this.client = client;
    }

    /** The ARN of a new key. */
    String make(KeySpec spec, KeyUsageType usage) {
        return client.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata().arn();
    }

    String makeSymmetric() {
        return make(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
    }

    Map<String, Object> life() {
        Tag given = Tag.builder().tagKey("team").tagValue("data").build();
        KeyMetadata key = client.createKey(request -> request.description("orders").tags(given)).keyMetadata();
        String id = key.keyId();
        client.createAlias(request -> request.aliasName("alias/orders").targetKeyId(id));
        client.updateKeyDescription(request -> request.keyId(id).description("all orders"));
        KeyMetadata shown = describe("alias/orders");
        Tag tag = client.listResourceTags(request -> request.keyId(id)).tags().get(0);
        Map<String, Object> facts = facts(
            "key", key.arn(), "created", key.creationDate().getEpochSecond(), "manager", key.keyManagerAsString(),
            "through_alias", shown.arn(), "description", shown.description(), "usage", shown.keyUsageAsString(),
            "origin", shown.originAsString(), "tag", tag.tagKey() + "=" + tag.tagValue(), "rotation", rotation(id));
        facts.putAll(states(id));
        return facts;
    }

    private KeyMetadata describe(String key) {
        return client.describeKey(request -> request.keyId(key)).keyMetadata();
    }

    private boolean isRotated(String key) {
        return client.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled();
    }

    /** Whether the key is rotated: at first, when it is enabled, and when it is disabled again. */
    private List<Boolean> rotation(String key) {
        List<Boolean> seen = new ArrayList<>();
        seen.add(isRotated(key));
        client.enableKeyRotation(request -> request.keyId(key));
        seen.add(isRotated(key));
        client.disableKeyRotation(request -> request.keyId(key));
        seen.add(isRotated(key));
        return seen;
    }

    /** The states in which the key is on its way, and the date on which it would have been deleted. */
    private Map<String, Object> states(String key) {
        List<String> seen = new ArrayList<>();
        seen.add(describe(key).keyStateAsString());
        client.disableKey(request -> request.keyId(key));
        seen.add(describe(key).keyStateAsString());
        client.enableKey(request -> request.keyId(key));
        seen.add(describe(key).keyStateAsString());
        client.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        KeyMetadata pending = describe(key);
        seen.add(pending.keyStateAsString());
        client.cancelKeyDeletion(request -> request.keyId(key));
        seen.add(describe(key).keyStateAsString());
        return facts("states", seen, "deletion", pending.deletionDate().getEpochSecond());
    }
}
