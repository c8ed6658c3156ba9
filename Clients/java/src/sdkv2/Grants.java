package sdkv2;

import static report.Report.facts;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyListEntry;

/** Gives rights and takes them away, and goes through listings. */
final class Grants {
    private static final String GRANTEE = System.getenv("STRANGER_ARN");

    private final KmsClient client;
    private final Keys keys;

    Grants(KmsClient client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    /** Gives a stranger the right to encrypt, but only in one context, and takes it away again. */
    Map<String, Object> grants() {
        String key = keys.makeSymmetric();
        String granted = client.createGrant(request -> request
            .keyId(key).granteePrincipal(GRANTEE).name("writer").operations(GrantOperation.ENCRYPT)
            .constraints(limits -> limits.encryptionContextSubset(Map.of("table", "orders")))).grantId();
        GrantListEntry grant = client.listGrants(request -> request.keyId(key)).grants().get(0);
        byte[] blob = encrypted(key, "orders");
        Map<String, Object> elsewhere = Main.refusal(() -> encrypted(key, "customers"));
        client.revokeGrant(request -> request.keyId(key).grantId(granted));
        return facts(
            "key", key, "grant", granted, "listed", grant.grantId(), "name", grant.name(),
            "grantee", grant.granteePrincipal(), "operations", grant.operationsAsStrings(),
            "constraint", grant.constraints().encryptionContextSubset().get("table"), "blob", blob,
            "elsewhere", elsewhere, "afterwards", Main.refusal(() -> encrypted(key, "orders")));
    }

    private static byte[] encrypted(String key, String table) {
        return Main.stranger().encrypt(request -> request
            .keyId(key).plaintext(SdkBytes.fromUtf8String("row")).encryptionContext(Map.of("table", table)))
            .ciphertextBlob().asByteArray();
    }

    /** Goes through listings with the SDK's paginators, two items a page. */
    Map<String, Object> pages() {
        String key = keys.makeSymmetric();
        for (int number = 1; number <= 5; number++) {
            String name = "page-" + number;
            client.createAlias(request -> request.aliasName("alias/" + name).targetKeyId(key));
            client.createGrant(request -> request
                .keyId(key).granteePrincipal(GRANTEE).operations(GrantOperation.DESCRIBE_KEY).name(name));
        }
        List<List<String>> listed = client.listKeysPaginator(request -> request.limit(2)).stream()
            .map(page -> page.keys().stream().map(KeyListEntry::keyArn).collect(Collectors.toList()))
            .collect(Collectors.toList());
        List<List<String>> aliases = client.listAliasesPaginator(request -> request.keyId(key).limit(2)).stream()
            .map(page -> page.aliases().stream().map(AliasListEntry::aliasName).collect(Collectors.toList()))
            .collect(Collectors.toList());
        List<List<String>> grants = client.listGrantsPaginator(request -> request.keyId(key).limit(2)).stream()
            .map(page -> page.grants().stream().map(GrantListEntry::name).collect(Collectors.toList()))
            .collect(Collectors.toList());
        return facts("key", key, "keys", listed, "aliases", aliases, "grants", grants);
    }
}
