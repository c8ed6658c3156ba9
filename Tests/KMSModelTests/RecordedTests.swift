import AWSJSON
import ServiceModel
import Testing

@testable import KMSModel

@Suite struct RecordedTests {
    private func text(_ structure: some RecordedStructure) -> String? {
        structure.recordedObject().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `names begin in lower case and moments are spelt out, as in AWS's example of ReplicateKey`() {
        let metadata = KeyMetadata(
            awsAccountId: "111122223333", keyId: "k", creationDate: Timestamp(milliseconds: 1_605_662_958_999),
            enabled: false, keyState: .creating, multiRegion: true,
            multiRegionConfiguration: MultiRegionConfiguration(
                multiRegionKeyType: .replica, replicaKeys: [MultiRegionKey(arn: "a", region: "eu-west-1")]))
        #expect(
            text(ReplicateKeyResponse(replicaKeyMetadata: metadata, replicaTags: [Tag(tagKey: "a", tagValue: "b")]))
                == #"{"replicaKeyMetadata":{"aWSAccountId":"111122223333","keyId":"k","#
                + #""creationDate":"Nov 18, 2020, 1:29:18 AM","enabled":false,"keyState":"Creating","#
                + #""multiRegion":true,"multiRegionConfiguration":{"multiRegionKeyType":"REPLICA","#
                + #""replicaKeys":[{"arn":"a","region":"eu-west-1"}]}},"replicaTags":[{"tagKey":"a","tagValue":"b"}]}"#)
    }

    @Test func `blobs and grant tokens are left out, and the encryption context's keys stay as they are`() {
        let request = EncryptRequest(
            keyId: "k", plaintext: Blob([1]), encryptionContext: StringMap([("Purpose", "é"), ("a", "\"")]),
            grantTokens: ["t"], encryptionAlgorithm: .symmetricDefault, dryRun: true)
        #expect(
            text(request)
                == #"{"keyId":"k","encryptionContext":{"Purpose":"é","a":"\""},"#
                + #""encryptionAlgorithm":"SYMMETRIC_DEFAULT","dryRun":true}"#)
        #expect(text(CreateGrantResponse(grantToken: "t", grantId: "g")) == #"{"grantId":"g"}"#)
    }

    @Test func `what the model calls sensitive is left out`() {
        let request = CreateCustomKeyStoreRequest(
            customKeyStoreName: "s", keyStorePassword: "p",
            xksProxyAuthenticationCredential: XksProxyAuthenticationCredentialType(
                accessKeyId: "i", rawSecretAccessKey: "secret"))
        #expect(text(request) == #"{"customKeyStoreName":"s","xksProxyAuthenticationCredential":{}}"#)
    }

    @Test func `a structure without members to record is none`() {
        #expect(text(ConnectCustomKeyStoreResponse()) == nil)
        #expect(text(GenerateRandomResponse(plaintext: Blob([1, 2]))) == nil)
    }
}
