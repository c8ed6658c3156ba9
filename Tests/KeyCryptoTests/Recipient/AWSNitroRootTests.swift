import Crypto
import Testing

@testable import KeyCrypto

@Suite("The root of AWS Nitro Enclaves") struct AWSNitroRootTests {
    @Test("has the fingerprint that AWS publishes")
    func fingerprint() {
        #expect(
            hex(Array(SHA256.hash(data: AttestationVerifier.awsNitroRoot)))
                == "641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b")
    }
}
