package sdkv2;

import static report.Report.facts;

import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Assumes a role by the SDK's own means and calls with it; a stranger may not. */
final class Sessions {
    private static final String ROLE = System.getenv("ROLE_ARN");

    private final Keys keys;

    Sessions(Keys keys) {
        this.keys = keys;
    }

    Map<String, Object> session() {
        String key = keys.makeSymmetric();
        StsAssumeRoleCredentialsProvider assumed = StsAssumeRoleCredentialsProvider.builder()
            .stsClient(StsClient.create())
            .refreshRequest(request -> request.roleArn(ROLE).roleSessionName("pipeline")).build();
        GetCallerIdentityResponse caller =
            StsClient.builder().credentialsProvider(assumed).build().getCallerIdentity();
        String described = KmsClient.builder().credentialsProvider(assumed).build()
            .describeKey(request -> request.keyId(key)).keyMetadata().arn();
        StsClient strange = StsClient.builder().credentialsProvider(Main.strangers()).build();
        return facts(
            "caller", caller.arn(), "account", caller.account(), "key", key, "described", described,
            "refused", Main.refusal(() -> strange.assumeRole(request -> request
                .roleArn(ROLE).roleSessionName("strange"))));
    }
}
