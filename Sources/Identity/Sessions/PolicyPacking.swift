import AWSJSON

/// Makes session policies and tags short: JSON without white space, and a byte for what stands in every policy.
///
///     packed = what is in ASCII itself | 0x80 + a phrase's number | 0xFF and any other byte
enum PolicyPacking {
    /// The order is part of the format of session tokens.
    private static let phrases: [[UInt8]] = [
        #"{"Version":"2012-10-17","Statement":["#, #"{"Effect":"Allow","Action":"#, #"{"Effect":"Deny","Action":"#,
        #""Effect":"Allow""#, #""Effect":"Deny""#, #""Action":"#, #","Resource":"#, #""Condition":{"#, #""Sid":""#,
        #""Statement":"#, #""Version":"#, #""NotAction":"#, #""NotResource":"#, #""StringEquals":{"#,
        #""StringLike":{"#,
        #""StringNotEquals":{"#, #""ForAnyValue:"#, #""ForAllValues:"#, #""Bool":{"#, #""ArnLike":{"#, #""Null":{"#,
        #""IpAddress":{"aws:SourceIp":"#, "EncryptionContext", "aws:PrincipalTag/", "aws:RequestTag/",
        "aws:ResourceTag/",
        "arn:aws:iam::aws:policy/", "arn:aws:iam::", "arn:aws:kms:", "arn:aws:s3:::", "arn:aws:sts::", "arn:aws:",
        "kms:ViaService", "kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt", "kms:DescribeKey",
        "kms:",
        "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:", "sts:", "iam:", "aws:", ":policy/", ":role/", ":user/",
        ":key/", ":alias/", "us-east-1", "us-west-2", "eu-central-1", "eu-west-1", ".amazonaws.com", #"":""#, #"",""#,
        #"":["#, #"":{"#, #""]"#, #""}"#, #"["*"]"#, #""*""#, "}]}", "},{",
    ].map { Array($0.utf8) }

    private static let escape: UInt8 = 0xFF
    /// Numbers of phrases by their first byte, longest first.
    private static let byFirst: [UInt8: [Int]] = Dictionary(grouping: phrases.indices) { phrases[$0][0] }
        .mapValues { $0.sorted { phrases[$0].count > phrases[$1].count } }

    static func pack(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var packed: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let number = byFirst[byte]?.first(where: { bytes[index...].starts(with: phrases[$0]) }) {
                packed.append(0x80 + UInt8(number))
                index += phrases[number].count
                continue
            }
            packed += byte < 0x80 ? [byte] : [escape, byte]
            index += 1
        }
        return packed
    }

    /// - Returns: nil if it was not packed by us.
    static func unpack(_ packed: some Swift.Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = packed[...]
        while let byte = rest.popFirst() {
            switch byte {
            case ..<0x80: bytes.append(byte)
            case escape:
                guard let escaped = rest.popFirst() else { return nil }
                bytes.append(escaped)
            default:
                let number = Int(byte - 0x80)
                guard phrases.indices.contains(number) else { return nil }
                bytes += phrases[number]
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// - Returns: nil if it is no JSON.
    static func minified(_ policy: String) -> String? {
        (try? JSONValue(parsing: Array(policy.utf8))).map { String(decoding: $0.encoded, as: UTF8.self) }
    }
}
