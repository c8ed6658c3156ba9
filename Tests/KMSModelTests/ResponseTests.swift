import AWSJSON
import ServiceModel
import Testing

@testable import KMSModel

@Suite struct ResponseTests {
    @Test(
        arguments: [
            (
                EncryptResponse(ciphertextBlob: Blob([1, 2]), keyId: "k", encryptionAlgorithm: .symmetricDefault),
                #"{"CiphertextBlob":"AQI=","KeyId":"k","EncryptionAlgorithm":"SYMMETRIC_DEFAULT"}"#
            ),
            (DecryptResponse(keyId: "k"), #"{"KeyId":"k"}"#),
            (ConnectCustomKeyStoreResponse(), "{}"),
            (
                ListKeysResponse(
                    keys: [KeyListEntry(keyId: "1", keyArn: "a1"), KeyListEntry(keyId: "2")], nextMarker: "m",
                    truncated: true),
                #"{"Keys":[{"KeyId":"1","KeyArn":"a1"},{"KeyId":"2"}],"NextMarker":"m","Truncated":true}"#
            ),
            (ListKeysResponse(keys: [], truncated: false), #"{"Keys":[],"Truncated":false}"#),
            (
                ListKeyPoliciesResponse(policyNames: ["default"], truncated: false),
                #"{"PolicyNames":["default"],"Truncated":false}"#
            ),
            (
                ScheduleKeyDeletionResponse(
                    keyId: "k", deletionDate: Timestamp(milliseconds: 1_700_000_000_050), keyState: .pendingDeletion,
                    pendingWindowInDays: 7),
                #"{"KeyId":"k","DeletionDate":1700000000.050,"KeyState":"PendingDeletion","PendingWindowInDays":7}"#
            ),
            (
                ListGrantsResponse(grants: [
                    GrantListEntry(
                        operations: [.decrypt, .reEncryptTo],
                        constraints: GrantConstraints(encryptionContextSubset: StringMap([("é", "1"), ("a", "\"")])))
                ]),
                #"{"Grants":[{"Operations":["Decrypt","ReEncryptTo"],"Constraints":{"EncryptionContextSubset":{"é":"1","a":"\""}}}]}"#
            ),
            (
                ListResourceTagsResponse(tags: [Tag(tagKey: "a", tagValue: "")]),
                #"{"Tags":[{"TagKey":"a","TagValue":""}]}"#
            ),
        ] as [(any KMSResponse, String)])
    func `a response is written in the model's order without what is absent`(_ response: any KMSResponse, json: String)
    {
        #expect(String(decoding: response.encoded(), as: UTF8.self) == json)
    }

    @Test func `key metadata is written whole`() {
        let metadata = KeyMetadata(
            awsAccountId: "111122223333", keyId: "k", arn: "arn", creationDate: Timestamp(seconds: 1), enabled: true,
            description: "", keyUsage: .encryptDecrypt, keyState: .enabled, origin: .awsKms, keyManager: .customer,
            customerMasterKeySpec: .symmetricDefault, keySpec: .symmetricDefault,
            encryptionAlgorithms: [.symmetricDefault], multiRegion: true,
            multiRegionConfiguration: MultiRegionConfiguration(
                multiRegionKeyType: .primary, primaryKey: MultiRegionKey(arn: "a", region: "eu-west-1"), replicaKeys: []
            ),
            currentKeyMaterialId: "00ff")
        #expect(
            String(decoding: DescribeKeyResponse(keyMetadata: metadata).encoded(), as: UTF8.self)
                == """
                {"KeyMetadata":{"AWSAccountId":"111122223333","KeyId":"k","Arn":"arn","CreationDate":1,"Enabled":true,\
                "Description":"","KeyUsage":"ENCRYPT_DECRYPT","KeyState":"Enabled","Origin":"AWS_KMS",\
                "KeyManager":"CUSTOMER","CustomerMasterKeySpec":"SYMMETRIC_DEFAULT","KeySpec":"SYMMETRIC_DEFAULT",\
                "EncryptionAlgorithms":["SYMMETRIC_DEFAULT"],"MultiRegion":true,"MultiRegionConfiguration":\
                {"MultiRegionKeyType":"PRIMARY","PrimaryKey":{"Arn":"a","Region":"eu-west-1"},"ReplicaKeys":[]},\
                "CurrentKeyMaterialId":"00ff"}}
                """)
    }
}
