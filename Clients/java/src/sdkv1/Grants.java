package sdkv1;

import static report.Report.facts;

import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.model.AliasListEntry;
import com.amazonaws.services.kms.model.CreateAliasRequest;
import com.amazonaws.services.kms.model.CreateGrantRequest;
import com.amazonaws.services.kms.model.EncryptRequest;
import com.amazonaws.services.kms.model.GrantConstraints;
import com.amazonaws.services.kms.model.GrantListEntry;
import com.amazonaws.services.kms.model.GrantOperation;
import com.amazonaws.services.kms.model.KeyListEntry;
import com.amazonaws.services.kms.model.ListAliasesRequest;
import com.amazonaws.services.kms.model.ListAliasesResult;
import com.amazonaws.services.kms.model.ListGrantsRequest;
import com.amazonaws.services.kms.model.ListGrantsResult;
import com.amazonaws.services.kms.model.ListKeysRequest;
import com.amazonaws.services.kms.model.ListKeysResult;
import com.amazonaws.services.kms.model.RevokeGrantRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives rights and takes them away, and goes through listings. */
final class Grants {
    private static final String GRANTEE = System.getenv("STRANGER_ARN");

    private final AWSKMS client;
    private final Keys keys;

    Grants(AWSKMS client, Keys keys) {
        this.client = client;
        this.keys = keys;
    }

    /** Gives a stranger the right to encrypt, but only in one context, and takes it away again. */
    Map<String, Object> grants() {
        String key = keys.makeSymmetric();
        GrantConstraints limits = new GrantConstraints().addEncryptionContextSubsetEntry("table", "orders");
        String granted = client.createGrant(new CreateGrantRequest()
            .withKeyId(key).withGranteePrincipal(GRANTEE).withName("writer").withOperations(GrantOperation.Encrypt)
            .withConstraints(limits)).getGrantId();
        GrantListEntry grant = client.listGrants(new ListGrantsRequest().withKeyId(key)).getGrants().get(0);
        byte[] blob = encrypted(key, "orders");
        Map<String, Object> elsewhere = Main.refusal(() -> encrypted(key, "customers"));
        client.revokeGrant(new RevokeGrantRequest().withKeyId(key).withGrantId(granted));
        return facts(
            "key", key, "grant", granted, "listed", grant.getGrantId(), "name", grant.getName(),
            "grantee", grant.getGranteePrincipal(), "operations", grant.getOperations(),
            "constraint", grant.getConstraints().getEncryptionContextSubset().get("table"), "blob", blob,
            "elsewhere", elsewhere, "afterwards", Main.refusal(() -> encrypted(key, "orders")));
    }

    private static byte[] encrypted(String key, String table) {
        return Main.stranger().encrypt(new EncryptRequest()
            .withKeyId(key).withPlaintext(ByteBuffer.wrap("row".getBytes())).addEncryptionContextEntry("table", table))
            .getCiphertextBlob().array();
    }

    /** Goes through listings by their markers, two items a page: this SDK has no paginators for KMS. */
    Map<String, Object> pages() {
        String key = keys.makeSymmetric();
        for (int number = 1; number <= 5; number++) {
            String name = "page-" + number;
            client.createAlias(new CreateAliasRequest().withAliasName("alias/" + name).withTargetKeyId(key));
            client.createGrant(new CreateGrantRequest()
                .withKeyId(key).withGranteePrincipal(GRANTEE).withOperations(GrantOperation.DescribeKey)
                .withName(name));
        }
        return facts("key", key, "keys", pagesOfKeys(), "aliases", pagesOfAliases(key), "grants", pagesOfGrants(key));
    }

    private List<List<String>> pagesOfKeys() {
        List<List<String>> pages = new ArrayList<>();
        ListKeysRequest request = new ListKeysRequest().withLimit(2);
        ListKeysResult page;
        do {
            page = client.listKeys(request);
            pages.add(page.getKeys().stream().map(KeyListEntry::getKeyArn).collect(Collectors.toList()));
            request.setMarker(page.getNextMarker());
        } while (page.isTruncated());
        return pages;
    }

    private List<List<String>> pagesOfAliases(String key) {
        List<List<String>> pages = new ArrayList<>();
        ListAliasesRequest request = new ListAliasesRequest().withKeyId(key).withLimit(2);
        ListAliasesResult page;
        do {
            page = client.listAliases(request);
            pages.add(page.getAliases().stream().map(AliasListEntry::getAliasName).collect(Collectors.toList()));
            request.setMarker(page.getNextMarker());
        } while (page.isTruncated());
        return pages;
    }

    private List<List<String>> pagesOfGrants(String key) {
        List<List<String>> pages = new ArrayList<>();
        ListGrantsRequest request = new ListGrantsRequest().withKeyId(key).withLimit(2);
        ListGrantsResult page;
        do {
            page = client.listGrants(request);
            pages.add(page.getGrants().stream().map(GrantListEntry::getName).collect(Collectors.toList()));
            request.setMarker(page.getNextMarker());
        } while (page.isTruncated());
        return pages;
    }
}
