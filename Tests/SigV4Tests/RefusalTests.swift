import Crypto
import Foundation
import SigV4
import Testing

/// What is refused, with the code and the message that AWS's services send.
@Suite("A refused signature") struct RefusalTests {
    @Test("is answered with AWS's code and message", arguments: Refusal.all)
    func refused(refusal: Refusal) throws {
        let sample = try SignedRequest.sample()
        #expect(sample.refusal == nil)
        let altered = try refusal.alter(sample)
        let error = try #require(altered.refusal)
        #expect(error.code.rawValue == refusal.code.rawValue)
        #expect(error.message == refusal.message(altered.request[header: "authorization"] ?? ""))
    }

    @Test("is answered with AWS's wording where the caller decides")
    func callersErrors() {
        #expect(SigV4Error.unknownRegion.code.rawValue == "InvalidSignatureException")
        #expect(SigV4Error.unknownRegion.message == "Credential should be scoped to a valid region. ")
        #expect(SigV4Error.wrongService(expected: "kms").code.rawValue == "InvalidSignatureException")
        #expect(
            SigV4Error.wrongService(expected: "kms").message == "Credential should be scoped to correct service: 'kms'."
        )
    }

    @Test("tells nothing of the Authorization header's signature or credential", arguments: Refusal.all)
    func tellsNothing(refusal: Refusal) throws {
        let altered = try refusal.alter(try SignedRequest.sample())
        let message = try #require(altered.refusal).message
        let header = try #require(try SignedRequest.sample().request[header: "authorization"])
        #expect(!message.contains(header.suffix(64)))
        #expect(!message.contains("AKIDEXAMPLE"))
    }
}

/// One way to spoil the sample request, and the answer.
struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var code: SigV4ErrorCode
    var alter: @Sendable (SignedRequest) throws -> SignedRequest
    /// Made from the altered Authorization header.
    var message: @Sendable (String) -> String

    private static func header(
        _ name: String, _ code: SigV4ErrorCode, _ text: String, by other: String,
        _ message: @escaping @Sendable (String) -> String
    ) -> Refusal {
        Refusal(
            testDescription: name, code: code, alter: { try $0.replacing(text, by: other) }, message: message)
    }

    private static func request(
        _ name: String, _ code: SigV4ErrorCode, _ message: String,
        _ alter: @escaping @Sendable (inout SignedRequest) -> Void
    ) -> Refusal {
        Refusal(testDescription: name, code: code, alter: { $0.altered(alter) }, message: { _ in message })
    }

    static let hash: @Sendable (String) -> String = { text in
        Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }
    static let malformed: @Sendable (String) -> String = { header in
        "Malformed Authorization header (hashed with SHA-256 and encoded with Base64): '\(hash(header))'."
    }
    static let missing: @Sendable (String, String) -> String = { parts, header in
        parts + "(Hashed with SHA-256 and encoded with Base64) Authorization=\(hash(header))"
    }
    static let badDate: @Sendable (String) -> String = { text in
        "Date must be in ISO-8601 'basic format'. Got '\(text)'. See http://en.wikipedia.org/wiki/ISO_8601"
    }
    static let mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details."
    static let elements =
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "

    static let all: [Refusal] = headers + dates + coverage

    private static let headers: [Refusal] = [
        request("no Authorization", .missingAuthenticationToken, "Missing Authentication Token") {
            $0.request[header: "authorization"] = nil
        },
        request("empty Authorization", .missingAuthenticationToken, "Missing Authentication Token") {
            $0.request[header: "authorization"] = ""
        },
        request("another scheme", .missingAuthenticationToken, "Missing Authentication Token") {
            $0.request[header: "authorization"] = "Bearer abc"
        },
        header("another algorithm", .incompleteSignature, "AWS4-HMAC-SHA256 ", by: "AWS4-HMAC-SHA512 ") { _ in
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now). "
        },
        header("no Credential", .incompleteSignature, "Credential=AKIDEXAMPLE/\(SignedRequest.scope), ", by: "") {
            missing("Authorization header requires 'Credential' parameter. ", $0)
        },
        header("empty Credential", .incompleteSignature, "AKIDEXAMPLE/\(SignedRequest.scope)", by: "") {
            missing("Authorization header requires 'Credential' parameter. ", $0)
        },
        header(
            "no SignedHeaders", .incompleteSignature,
            "SignedHeaders=content-type;host;x-amz-date;x-amz-target, ", by: ""
        ) { missing("Authorization header requires 'SignedHeaders' parameter. ", $0) },
        Refusal(
            testDescription: "nothing but the algorithm and no date", code: .incompleteSignature,
            alter: { sample in
                sample.altered {
                    $0.request[header: "authorization"] = "AWS4-HMAC-SHA256"
                    $0.request[header: "x-amz-date"] = nil
                }
            },
            message: { header in
                missing(
                    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
                        + "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header "
                        + "requires existence of either a 'X-Amz-Date' or a 'Date' header. ", header)
            }),
        header("no equal sign", .incompleteSignature, "SignedHeaders=", by: "SignedHeaders ") { header in
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
                + "Base64): '\(hash(header))'."
        },
        header(
            "an unknown parameter", .incompleteSignature, "SignedHeaders=", by: "Extra=1, SignedHeaders=", malformed),
        header("a parameter twice", .incompleteSignature, "Credential=", by: "Credential=a, Credential=", malformed),
        header("a header listed twice", .incompleteSignature, ";host;", by: ";host;host;", malformed),
        header("an empty name in the list", .incompleteSignature, ";host;", by: ";;host;", malformed),
        header("an upper-case name in the list", .incompleteSignature, ";host;", by: ";Host;", malformed),
        header("four elements", .incompleteSignature, "/kms/", by: "/") { _ in
            elements + "got (hashed with SHA-256 and encoded with Base64) "
                + "'\(hash("AKIDEXAMPLE/20250101/eu-central-1/aws4_request"))'"
        },
        header("six elements", .incompleteSignature, "/kms/", by: "/kms/x/") { _ in
            elements + "got (hashed with SHA-256 and encoded with Base64) "
                + "'\(hash("AKIDEXAMPLE/20250101/eu-central-1/kms/x/aws4_request"))'"
        },
        header("another terminator", .invalidSignature, "/aws4_request", by: "/aws5_request") { _ in
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."
        },
    ]

    private static let dates: [Refusal] = [
        Refusal(
            testDescription: "no date", code: .incompleteSignature,
            alter: { sample in sample.altered { $0.request[header: "x-amz-date"] = nil } },
            message: { header in
                missing(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ", header)
            }),
        request("extended format", .incompleteSignature, badDate("2025-01-01T12:00:00Z")) {
            $0.request[header: "x-amz-date"] = "2025-01-01T12:00:00Z"
        },
        request("no such day", .incompleteSignature, badDate("20250229T120000Z")) {
            $0.request[header: "x-amz-date"] = "20250229T120000Z"
        },
        request("two dates", .incompleteSignature, badDate("20250101T120000Z,20250101T120000Z")) {
            $0.request.headers.append(("x-amz-date", "20250101T120000Z"))
        },
        request(
            "another day than the scope's", .invalidSignature,
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20250101' != "
                + "'20250102', from '20250102T120000Z'."
        ) { $0.request[header: "x-amz-date"] = "20250102T120000Z" },
        request(
            "301 seconds old", .invalidSignature,
            "Signature expired: 20250101T120000Z is now earlier than 20250101T120001Z (20250101T120501Z - 5 min.)"
        ) { $0.now = SignedRequest.noon + 301 },
        request(
            "301 seconds early", .invalidSignature,
            "Signature not yet current: 20250101T120000Z is still later than 20250101T115959Z "
                + "(20250101T115459Z + 5 min.)"
        ) { $0.now = SignedRequest.noon - 301 },
    ]

    private static let coverage: [Refusal] = [
        header("host not signed", .invalidSignature, "content-type;host;", by: "content-type;") { _ in
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        },
        header("nothing signed", .invalidSignature, "content-type;host;x-amz-date;x-amz-target", by: "") { _ in
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        },
        request(
            "an X-Amz- header not signed", .invalidSignature,
            "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."
        ) { $0.request.headers.append(("x-amz-security-token", "t")) },
        request(
            "a signed header not sent", .incompleteSignature,
            "'content-type' is named as a SignedHeader, but it does not exist in the HTTP request."
        ) { $0.request[header: "content-type"] = nil },
        request("a bad escape", .incompleteSignature, "Illegal hex character in escape % pattern.") {
            $0.request.query = "a=%zz"
        },
        request("another body", .invalidSignature, mismatch) { $0.body = [] },
        header("a shorter signature", .invalidSignature, "Signature=", by: "Signature=0") { _ in mismatch },
    ]
}
