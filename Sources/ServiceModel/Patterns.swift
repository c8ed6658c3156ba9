/// The regular expressions of AWS's service models, each with a matcher written by hand.
///
/// A text matches as in Java, where the expressions come from: as a whole, with `\w`, `\d` and `\s` in ASCII only.
/// The raw values are read by Tools/generate_model.py, which refuses a model with an expression that is not here.
public enum Pattern: String, CaseIterable, Sendable {
    // KMS's.
    case accountID = #"[0-9]{12}"#
    case aliasName = #"^[a-zA-Z0-9:/_-]+$"#
    case backingKeyID = #"^[a-f0-9]+$"#
    case cloudHSMClusterID = #"cluster-[2-7a-zA-Z]{11,16}"#
    case keyMaterialDescription = #"^[a-zA-Z0-9:/_\s.-]+$"#
    case latin1 = #"[\u0020-\u00FF]*"#
    case policy = #"[\u0009\u000A\u000D\u0020-\u00FF]+"#
    case word = #"[\w]+"#
    case principalID = #"^[\w+=,.@:/-]+$"#
    case proxyAccessKeyID = #"^[A-Z2-7]+$"#
    case proxyEndpoint = #"^https://[a-zA-Z0-9.-]+$"#
    case proxyPath = #"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$"#
    case proxySecretAccessKey = #"^[a-zA-Z0-9\/+=]+$"#
    case proxyVPCEndpointService = #"^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$"#
    case region = #"^([a-z]+-){2,3}\d+$"#
    case servicePrincipal = #"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$"#
    case sourceARN = #"^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$"#
    case xksKeyID = #"^[a-zA-Z0-9-_.]+$"#
    // IAM's.
    case accountAlias = #"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"#
    case marker = #"[\u0020-\u00FF]+"#
    case name = #"[\w+=,.@-]+"#
    case path = #"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#
    case pathPrefix = #"\u002F[\u0021-\u007F]*"#
    case policyPath = #"((/[A-Za-z0-9\.,\+@=_-]+)*)/"#
    case policyVersionID = #"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#
    case roleDescription = #"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"#
    case tagKey = #"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"#
    case tagValue = #"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"#
    // STS's.
    case arn = #"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+"#
    case digits = #"[\d]*"#
    case externalID = #"[\w+=,.@:\/-]*"#
    case optionalName = #"[\w+=,.@-]*"#
    case optionalWord = #"[\w]*"#
    case serialNumber = #"[\w+=/:,.@-]*"#
    // CloudTrail's.
    case line = #".*"#
    case nonemptyLine = #".+"#
    case selectorField = #"[\w|\d|\.|_]+"#

    public func matches(_ text: String) -> Bool {
        switch self {
        case .accountID: text.utf8.count == 12 && text.utf8.consists(of: .digits)
        case .aliasName: !text.isEmpty && text.utf8.consists(of: .alphanumerics.union(":/_-"))
        case .backingKeyID: !text.isEmpty && text.utf8.consists(of: .digits.union("abcdef"))
        case .cloudHSMClusterID: text.isClusterID
        case .keyMaterialDescription:
            !text.isEmpty && text.utf8.consists(of: .alphanumerics.union(":/_.- \t\n\u{B}\u{C}\r"))
        case .latin1: text.unicodeScalars.allSatisfy(\.isLatin1)
        case .policy:
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.isLatin1 || "\t\n\r".unicodeScalars.contains($0) }
        case .word: !text.isEmpty && text.utf8.consists(of: .wordCharacters)
        case .principalID: !text.isEmpty && text.utf8.consists(of: .wordCharacters.union("+=,.@:/-"))
        case .proxyAccessKeyID: !text.isEmpty && text.utf8.consists(of: .upperCase.union("234567"))
        case .proxyEndpoint: text.isProxyEndpoint
        case .proxyPath: text.isProxyPath
        case .proxySecretAccessKey: !text.isEmpty && text.utf8.consists(of: .alphanumerics.union("/+="))
        case .proxyVPCEndpointService: text.isProxyVPCEndpointService
        case .region: text.utf8[...].isRegion
        case .servicePrincipal: text.isServicePrincipal
        case .sourceARN: text.isSourceARN
        case .xksKeyID: !text.isEmpty && text.utf8.consists(of: .alphanumerics.union("-_."))
        case .accountAlias: text.isAccountAlias
        case .arn: !text.isEmpty && text.unicodeScalars.allSatisfy(\.isInJavaARN)
        case .digits: text.utf8.consists(of: .digits)
        case .externalID, .serialNumber: text.utf8.consists(of: .wordCharacters.union("+=,.@:/-"))
        case .line: text.isLine
        case .marker: !text.isEmpty && text.unicodeScalars.allSatisfy(\.isLatin1)
        case .name: !text.isEmpty && text.utf8.consists(of: .wordCharacters.union("+=,.@-"))
        case .nonemptyLine: !text.isEmpty && text.isLine
        case .optionalName: text.utf8.consists(of: .wordCharacters.union("+=,.@-"))
        case .optionalWord: text.utf8.consists(of: .wordCharacters)
        case .path: text.isIAMPath
        case .pathPrefix: text.utf8.first == UInt8(ascii: "/") && text.utf8.allSatisfy { (0x21...0x7F).contains($0) }
        case .policyPath: text.isPolicyPath
        case .policyVersionID: text.isPolicyVersionID
        case .roleDescription: text.unicodeScalars.allSatisfy(\.isInRoleDescription)
        case .selectorField: !text.isEmpty && text.utf8.consists(of: .wordCharacters.union("|."))
        case .tagKey: !text.isEmpty && text.unicodeScalars.allSatisfy(\.isInTags)
        case .tagValue: text.unicodeScalars.allSatisfy(\.isInTags)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLatin1: Bool { value >= 0x20 && value <= 0xFF }
}
