package sdkv1;

import static report.Report.facts;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.model.CancelKeyDeletionRequest;
import com.amazonaws.services.kms.model.CreateAliasRequest;
import com.amazonaws.services.kms.model.CreateKeyRequest;
import com.amazonaws.services.kms.model.DescribeKeyRequest;
import com.amazonaws.services.kms.model.DisableKeyRequest;
import com.amazonaws.services.kms.model.DisableKeyRotationRequest;
import com.amazonaws.services.kms.model.EnableKeyRequest;
import com.amazonaws.services.kms.model.EnableKeyRotationRequest;
import com.amazonaws.services.kms.model.GetKeyRotationStatusRequest;
import com.amazonaws.services.kms.model.KeyMetadata;
import com.amazonaws.services.kms.model.KeySpec;
import com.amazonaws.services.kms.model.KeyUsageType;
import com.amazonaws.services.kms.model.ListResourceTagsRequest;
import com.amazonaws.services.kms.model.ScheduleKeyDeletionRequest;
import com.amazonaws.services.kms.model.Tag;
import com.amazonaws.services.kms.model.UpdateKeyDescriptionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes keys, and leads one through its life. */
final class Keys {
    private final AWSKMS client;

    Keys(AWSKMS client) {
        this.client = client;
    }

    /** The ARN of a new key. */
    String make(KeySpec spec, KeyUsageType usage) {
        return client.createKey(new CreateKeyRequest().withKeySpec(spec).withKeyUsage(usage)).getKeyMetadata().getArn();
    }

    String makeSymmetric() {
        return make(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
    }

    Map<String, Object> life() {
        Tag given = new Tag().withTagKey("team").withTagValue("data");
        KeyMetadata key = client.createKey(new CreateKeyRequest().withDescription("orders").withTags(given))
            .getKeyMetadata();
        String id = key.getKeyId();
        client.createAlias(new CreateAliasRequest().withAliasName("alias/orders").withTargetKeyId(id));
        client.updateKeyDescription(new UpdateKeyDescriptionRequest().withKeyId(id).withDescription("all orders"));
        KeyMetadata shown = describe("alias/orders");
        Tag tag = client.listResourceTags(new ListResourceTagsRequest().withKeyId(id)).getTags().get(0);
        Map<String, Object> facts = facts(
            "key", key.getArn(), "created", key.getCreationDate().toInstant().getEpochSecond(),
            "manager", key.getKeyManager(), "through_alias", shown.getArn(), "description", shown.getDescription(),
            "usage", shown.getKeyUsage(), "origin", shown.getOrigin(),
            "tag", tag.getTagKey() + "=" + tag.getTagValue(), "rotation", rotation(id));
        facts.putAll(states(id));
        return facts;
    }

    private KeyMetadata describe(String key) {
        return client.describeKey(new DescribeKeyRequest().withKeyId(key)).getKeyMetadata();
    }

    private boolean isRotated(String key) {
        return client.getKeyRotationStatus(new GetKeyRotationStatusRequest().withKeyId(key)).isKeyRotationEnabled();
    }

    /** Whether the key is rotated: at first, when it is enabled, and when it is disabled again. */
    private List<Boolean> rotation(String key) {
        List<Boolean> seen = new ArrayList<>();
        seen.add(isRotated(key));
        client.enableKeyRotation(new EnableKeyRotationRequest().withKeyId(key));
        seen.add(isRotated(key));
        client.disableKeyRotation(new DisableKeyRotationRequest().withKeyId(key));
        seen.add(isRotated(key));
        return seen;
    }

    /** The states in which the key is on its way, and the date on which it would have been deleted. */
    private Map<String, Object> states(String key) {
        List<String> seen = new ArrayList<>();
        seen.add(describe(key).getKeyState());
        client.disableKey(new DisableKeyRequest().withKeyId(key));
        seen.add(describe(key).getKeyState());
        client.enableKey(new EnableKeyRequest().withKeyId(key));
        seen.add(describe(key).getKeyState());
        client.scheduleKeyDeletion(new ScheduleKeyDeletionRequest().withKeyId(key).withPendingWindowInDays(7));
        KeyMetadata pending = describe(key);
        seen.add(pending.getKeyState());
        client.cancelKeyDeletion(new CancelKeyDeletionRequest().withKeyId(key));
        seen.add(describe(key).getKeyState());
        return facts("states", seen, "deletion", pending.getDeletionDate().toInstant().getEpochSecond());
    }
}
