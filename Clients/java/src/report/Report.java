package report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Prints what the steps of a program saw, and has Java's own cryptography, with which a client checks the server. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Report() {}

    /** Runs a step and prints its facts, or how it failed; the steps after it run in any case. */
    public static void step(String name, Callable<Map<String, Object>> run) throws Exception {
        Map<String, Object> facts;
        try {
            facts = run.call();
        } catch (Exception failure) {
            facts = facts("failed", failure.toString());
        }
        facts.put("step", name);
        System.out.println(JSON.writeValueAsString(facts));
    }

    /** Names and values in turn. Bytes are printed in base64. */
    public static Map<String, Object> facts(Object... pairs) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            facts.put((String) pairs[index], pairs[index + 1]);
        }
        return facts;
    }

    /** An error as the SDK shows it. The class is what a program can catch. */
    public static Map<String, Object> refusal(
            Exception error, String code, String message, String requestId, int status) {
        return facts(
            "type", error.getClass().getName(), "code", code, "message", message, "request_id", requestId,
            "status", status);
    }

    /** A copy of the bytes whose last one is another. */
    public static byte[] altered(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    /** Whether a signature over the message is one by this key, a DER-encoded SubjectPublicKeyInfo. */
    public static boolean verified(String algorithm, byte[] publicKey, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = verifier(algorithm);
        verifier.initVerify(key(algorithm.startsWith("ECDSA") ? "EC" : "RSA", publicKey));
        verifier.update(message);
        return verifier.verify(signature);
    }

    private static Signature verifier(String algorithm) throws GeneralSecurityException {
        switch (algorithm) {
            case "ECDSA_SHA_256":
                return Signature.getInstance("SHA256withECDSA");
            case "RSASSA_PKCS1_V1_5_SHA_256":
                return Signature.getInstance("SHA256withRSA");
            case "RSASSA_PSS_SHA_256":
                Signature verifier = Signature.getInstance("RSASSA-PSS");
                verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                return verifier;
            default:
                throw new IllegalArgumentException(algorithm);
        }
    }

    /** The plaintext under an RSA key, with RSAES_OAEP_SHA_256. */
    public static byte[] encrypted(byte[] publicKey, byte[] plaintext) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        // Java's OAEPWithSHA-256AndMGF1Padding has SHA-1 in its mask.
        cipher.init(Cipher.ENCRYPT_MODE, key("RSA", publicKey),
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return cipher.doFinal(plaintext);
    }

    private static PublicKey key(String kind, byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
