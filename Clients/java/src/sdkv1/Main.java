package sdkv1;

import static report.Report.facts;
import static report.Report.step;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.AWSKMSClientBuilder;
import com.amazonaws.util.VersionInfoUtils;
import java.util.Map;
import report.Report;

/** Puts the AWS SDK for Java v1 through the steps that test_sdk_programs.py looks at. */
final class Main {
    private Main() {}

    static EndpointConfiguration endpoint() {
        return new EndpointConfiguration(System.getenv("AWS_ENDPOINT_URL"), System.getenv("AWS_REGION"));
    }

    static AWSKMSClientBuilder builder() {
        return AWSKMSClientBuilder.standard().withEndpointConfiguration(endpoint());
    }

    static AWSStaticCredentialsProvider credentials(String id, String secret) {
        return new AWSStaticCredentialsProvider(new BasicAWSCredentials(id, secret));
    }

    static AWSKMS with(String id, String secret) {
        return builder().withCredentials(credentials(id, secret)).build();
    }

    /** The credentials of a user without any rights. */
    static AWSStaticCredentialsProvider strangers() {
        return credentials(System.getenv("STRANGER_ACCESS_KEY_ID"), System.getenv("STRANGER_SECRET_ACCESS_KEY"));
    }

    /** A client with them. */
    static AWSKMS stranger() {
        return builder().withCredentials(strangers()).build();
    }

    /** The error that a call ends with, as this SDK shows it. */
    static Map<String, Object> refusal(Runnable call) {
        try {
            call.run();
        } catch (AmazonServiceException error) {
            return Report.refusal(
                error, error.getErrorCode(), error.getErrorMessage(), error.getRequestId(), error.getStatusCode());
        }
        throw new IllegalStateException("it was not refused");
    }

    public static void main(String[] arguments) throws Exception {
        AWSKMS client = builder().build();
        Keys keys = new Keys(client);
        Cryptography cryptography = new Cryptography(client, keys);
        step("sdk", () -> facts("version", VersionInfoUtils.getVersion()));
        step("life", keys::life);
        step("data_keys", cryptography::dataKeys);
        step("data_key_pair", cryptography::dataKeyPair);
        step("encryption", cryptography::encryption);
        step("rsa_encryption", cryptography::rsaEncryption);
        step("signatures", cryptography::signatures);
        step("mac", cryptography::mac);
        step("grants", new Grants(client, keys)::grants);
        step("imports", new Imports(client)::imports);
        step("session", new Sessions(keys)::session);
        step("errors", new Errors(client, keys)::refusals);
        step("pages", new Grants(client, keys)::pages);
    }
}
