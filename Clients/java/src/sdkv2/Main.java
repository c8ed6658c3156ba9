package sdkv2;

import static report.Report.facts;
import static report.Report.step;

import report.Report;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.kms.KmsClient;

/** Puts the AWS SDK for Java v2 through the steps that test_sdk_programs.py looks at. */
final class Main {
    private Main() {}

    static StaticCredentialsProvider credentials(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    static KmsClient with(String id, String secret) {
        return KmsClient.builder().credentialsProvider(credentials(id, secret)).build();
    }

    /** The credentials of a user without any rights. */
    static StaticCredentialsProvider strangers() {
        return credentials(System.getenv("STRANGER_ACCESS_KEY_ID"), System.getenv("STRANGER_SECRET_ACCESS_KEY"));
    }

    /** A client with them. */
    static KmsClient stranger() {
        return KmsClient.builder().credentialsProvider(strangers()).build();
    }

    /** The error that a call ends with, as this SDK shows it. */
    static Map<String, Object> refusal(Runnable call) {
        try {
            call.run();
        } catch (AwsServiceException error) {
            return Report.refusal(
                error, error.awsErrorDetails().errorCode(), error.awsErrorDetails().errorMessage(), error.requestId(),
                error.statusCode());
        }
        throw new IllegalStateException("it was not refused");
    }

    public static void main(String[] arguments) throws Exception {
        // All settings are taken from the environment, the endpoint too.
        try (KmsClient client = KmsClient.create()) {
            Keys keys = new Keys(client);
            Cryptography cryptography = new Cryptography(client, keys);
            step("sdk", () -> facts("version", VersionInfo.SDK_VERSION));
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
}
