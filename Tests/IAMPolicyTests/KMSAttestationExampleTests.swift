import IAMPolicy
import Testing

/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclave.html and conditions-nitro-tpm.html, and
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/prepare-attestation-service.html.
@Suite struct KMSAttestationExampleTests {
    private static let image =
        "9fedcba8abcdef7abcdef6abcdef5abcdef4abcdef3abcdef2abcdef1abcdef1abcdef0abcdef1abcdef2abcdef3abcdef4abcdef5abcdef6abcdef7abcdef99"
    private static let kernel =
        "1de4f2dcf774f6e3b679f62e5f120065b2e408dcea327bd1c9dddaea6664e7af7935581474844767453082c6f1586116376cede396a30a39a611b9aad7966c87"
    private static let boot =
        "abc1de4f2dcf774f6e3b679f62e5f120065b2e408dcea327bd1c9dddaea6664e7af7935581474844767453082c6f1586116376cede396a30a39a611b9aad7966c87"

    private func statement(_ key: String, _ value: String, _ actions: String) -> String {
        #"""
        {
          "Sid" : "Enable enclave data processing",
          "Effect" : "Allow",
          "Principal" : {"AWS" : "arn:aws:iam::111122223333:role/data-processing"},
          "Action": \#(actions),
          "Resource" : "*",
          "Condition": {"StringEqualsIgnoreCase": {"\#(key)": "\#(value)"}}
        }
        """#
    }

    private static let five =
        #"["kms:Decrypt", "kms:DeriveSharedSecret", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateRandom"]"#

    @Test(arguments: [
        ("kms:RecipientAttestation:ImageSha384", image, five),
        ("kms:RecipientAttestation:PCR1", kernel, "\"kms:Decrypt\""),
        ("kms:RecipientAttestation:NitroTPMPCR4", boot, "\"kms:Decrypt\""),
    ])
    func only_what_is_measured_so_gets_the_data(_ key: String, _ value: String, _ actions: String) throws {
        let example = try KMSExample.keyPolicy(statement(key, value, actions))
        let role = try session(of: "data-processing")
        for operation in actions.split(separator: "\"").filter({ $0.hasPrefix("kms:") }).map({ String($0.dropFirst(4)) }
        ) {
            #expect(try example.allows(role, operation, FixedContext([key: .one(value)])))
            #expect(try example.allows(role, operation, FixedContext([key: .one(value.uppercased())])))
            #expect(try !example.allows(role, operation, FixedContext([key: .one("0" + value.dropFirst())])))
            #expect(try !example.allows(role, operation), "without a document the condition is not met")
        }
        #expect(try !example.allows(role, "Encrypt", FixedContext([key: .one(value)])))
        #expect(try !example.allows(try session(of: "other"), "Decrypt", FixedContext([key: .one(value)])))
    }

    @Test func two_registers_have_to_match() throws {
        let zero = String(repeating: "0", count: 96)
        let four = "EXAMPLE6b9b3d89a53b13f5dfd14a1049ec0b80a9ae4b159adde479e9f7f512f33e835a0b9023ca51ada02160EXAMPLE"
        let example = try KMSExample.keyPolicy(
            #"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "Allow requests from instances with attested AMI only",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:role/MyEC2InstanceRole"},
                "Action": ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateRandom"],
                "Resource": "*",
                "Condition": {
                  "StringEqualsIgnoreCase": {
                    "kms:RecipientAttestation:NitroTPMPCR4": "\#(four)",
                    "kms:RecipientAttestation:NitroTPMPCR12": "\#(zero)"
                  }
                }
              }]
            }
            """#)
        let role = try session(of: "MyEC2InstanceRole")
        var context: FixedContext = [
            "kms:RecipientAttestation:NitroTPMPCR4": .one(four.lowercased()),
            "kms:RecipientAttestation:NitroTPMPCR12": .one(zero),
        ]
        #expect(try example.allows(role, "Decrypt", context))
        context.entries[ConditionKey("kms:RecipientAttestation:NitroTPMPCR12")] = nil
        #expect(try !example.allows(role, "Decrypt", context))
    }
}
