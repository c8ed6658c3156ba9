import Foundation
import SigV4
import Testing

@Suite("Verifying a signature") struct VerifierTests {
    @Test("fails when any one bit of it is flipped")
    func everyBit() throws {
        let signed = try SignedRequest.sample()
        let digits = try #require(signed.request[header: "authorization"]).suffix(64)
        let signature = try SignatureClaim(of: signed.request).authorization.signature
        for bit in 0..<256 {
            var flipped = signature
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            let other = flipped.map { String(format: "%02x", $0) }.joined()
            #expect(try signed.replacing(String(digits), by: other).refusal == .signatureMismatch)
        }
    }

    @Test("fails when it is not 64 lower-case hex digits")
    func form() throws {
        let signed = try SignedRequest.sample()
        let digits = String(try #require(signed.request[header: "authorization"]).suffix(64))
        for other in [digits.uppercased(), String(digits.dropLast()), digits + "0", digits.dropLast() + "g"] {
            #expect(try signed.replacing(digits, by: String(other)).refusal == .signatureMismatch)
        }
    }

    @Test("allows 300 seconds of skew either way and not one more", arguments: [-1, 1] as [Int64])
    func skew(sign: Int64) throws {
        var signed = try SignedRequest.sample()
        let time = SignatureTime(epochSeconds: SignedRequest.noon)
        for seconds in [0, 299, 300] as [Int64] {
            signed.now = SignedRequest.noon + sign * seconds
            #expect(signed.refusal == nil)
        }
        signed.now = SignedRequest.noon + sign * 301
        let now = SignatureTime(epochSeconds: signed.now)
        #expect(signed.refusal == (sign > 0 ? .expired(time, now: now) : .notYetCurrent(time, now: now)))
    }

    @Test("fails at any time that is far off, without overflow", arguments: [.min, -1, 0, .max] as [Int64])
    func extremeClocks(now: Int64) throws {
        let refusal = try SignedRequest.sample().altered { $0.now = now }.refusal
        switch refusal {
        case .expired: #expect(now > SignedRequest.noon)
        case .notYetCurrent: #expect(now < SignedRequest.noon)
        default: Issue.record("\(String(describing: refusal))")
        }
    }

    @Test("checks the clock before it looks at the signature")
    func clockFirst() throws {
        let signed = try SignedRequest.sample().altered {
            $0.now += 301
            $0.body = []
        }
        #expect(
            signed.refusal
                == .expired(
                    SignatureTime(epochSeconds: SignedRequest.noon), now: SignatureTime(epochSeconds: signed.now)))
    }

    @Test("does not believe what X-Amz-Content-SHA256 says of the body")
    func contentHash() throws {
        let signed = try SignedRequest.sample(adding: [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")])
        #expect(signed.refusal == nil)
        #expect(signed.altered { $0.body.append(1) }.refusal == .signatureMismatch)
    }

    @Test("takes parameters that are set apart by commas, by spaces or by both")
    func separators() throws {
        let signed = try SignedRequest.sample()
        for separator in [",", " ", "\t", " ,\t"] { #expect(try signed.replacing(", ", by: separator).refusal == nil) }
    }

    @Test("takes the list of signed headers in any order, as the canonical request has one order only")
    func listOrder() throws {
        let signed = try SignedRequest.sample()
        #expect(try signed.replacing("content-type;host", by: "host;content-type").refusal == nil)
    }

    @Test("signs the session token with the rest")
    func sessionToken() throws {
        var request = SignableRequest(method: "POST", path: "/", query: "", headers: [("host", "h")])
        request.headers += try RequestSigner.sign(
            request, payload: PayloadHash(of: []), accessKeyID: "ASIA", secret: SignedRequest.secret,
            sessionToken: "token", scope: SignedRequest.scope, at: SignedRequest.noon)
        let signed = SignedRequest(request: request, body: [], secret: SignedRequest.secret, now: SignedRequest.noon)
        #expect(signed.refusal == nil)
        #expect(signed.altered { $0.request[header: "x-amz-security-token"] = "other" }.refusal == .signatureMismatch)
    }
}
