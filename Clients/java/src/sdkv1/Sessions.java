package sdkv1;

import static report.Report.facts;

import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.services.kms.model.DescribeKeyRequest;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.AssumeRoleRequest;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityResult;
import java.util.Map;

/** Assumes a role by the SDK's own means and calls with it; a stranger may not. */
final class Sessions {
    private static final String ROLE = System.getenv("ROLE_ARN");

    private final Keys keys;

    Sessions(Keys keys) {
        this.keys = keys;
    }

    private static AWSSecurityTokenServiceClientBuilder sts() {
        return AWSSecurityTokenServiceClientBuilder.standard().withEndpointConfiguration(Main.endpoint());
    }

    Map<String, Object> session() {
        String key = keys.makeSymmetric();
        STSAssumeRoleSessionCredentialsProvider assumed =
            new STSAssumeRoleSessionCredentialsProvider.Builder(ROLE, "pipeline").withStsClient(sts().build()).build();
        GetCallerIdentityResult caller = sts().withCredentials(assumed).build()
            .getCallerIdentity(new GetCallerIdentityRequest());
        String described = Main.builder().withCredentials(assumed).build()
            .describeKey(new DescribeKeyRequest().withKeyId(key)).getKeyMetadata().getArn();
        AWSSecurityTokenService strange = sts().withCredentials(Main.strangers()).build();
        return facts(
            "caller", caller.getArn(), "account", caller.getAccount(), "key", key, "described", described,
            "refused", Main.refusal(() -> strange.assumeRole(new AssumeRoleRequest()
                .withRoleArn(ROLE).withRoleSessionName("strange"))));
    }
}
