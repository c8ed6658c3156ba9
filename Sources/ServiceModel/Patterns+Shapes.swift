/// The patterns that are more than a set of characters.
extension String {
    /// `cluster-[2-7a-zA-Z]{11,16}`
    var isClusterID: Bool {
        guard let id = utf8[...].removing("cluster-") else { return false }
        return (11...16).contains(id.count) && id.consists(of: .letters.union("234567"))
    }

    /// `https://[a-zA-Z0-9.-]+`
    var isProxyEndpoint: Bool {
        guard let host = utf8[...].removing("https://") else { return false }
        return !host.isEmpty && host.consists(of: .alphanumerics.union(".-"))
    }

    /// `(/[a-zA-Z0-9\/_-]+)?/kms/xks/v\d{1,2}`
    var isProxyPath: Bool {
        let suffix: StaticString = "/kms/xks/v"
        let digitCount = utf8.reversed().prefix { ByteSet.digits.contains($0) }.count
        guard (1...2).contains(digitCount), let prefix = utf8[...].dropLast(digitCount).removingLast(suffix) else {
            return false
        }
        if prefix.isEmpty { return true }
        return prefix.count >= 2 && prefix.first == UInt8(ascii: "/")
            && prefix.consists(of: .alphanumerics.union("/_-"))
    }

    /// `(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+`
    var isProxyVPCEndpointService: Bool {
        let labels = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count == 5, labels[0].equals("com") || labels[0].equals("eu"), labels[1].equals("amazonaws"),
            labels[2].equals("vpce"), labels[3].isRegion, let id = labels[4].removing("vpce-svc-")
        else { return false }
        return !id.isEmpty && id.consists(of: .digits.union(.lowerCase))
    }

    /// Three labels or more of `[A-Za-z0-9\-]+`, with points between them.
    var isServicePrincipal: Bool {
        let labels = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 3
            && labels.allSatisfy { !$0.isEmpty && $0.consists(of: .alphanumerics.union("-")) }
    }

    /// `arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+`
    var isSourceARN: Bool {
        let parts = utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        let inner = ByteSet.digits.union(.lowerCase).union("-")
        guard parts.count == 6, parts[0].equals("arn"), let partition = parts[1].removing("aws") else { return false }
        return partition.consists(of: inner) && !parts[2].isEmpty && parts[2].consists(of: inner)
            && parts[3].consists(of: inner) && parts[4].count == 12 && parts[4].consists(of: .digits)
            && !parts[5].isEmpty && !Substring(parts[5]).unicodeScalars.contains(where: \.isJavaLineTerminator)
    }

    /// `.*`
    var isLine: Bool { !unicodeScalars.contains(where: \.isJavaLineTerminator) }
}

extension Substring.UTF8View {
    /// `([a-z]+-){2,3}\d+`
    var isRegion: Bool {
        let parts = split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), let number = parts.last, !number.isEmpty else { return false }
        return number.consists(of: .digits)
            && parts.dropLast().allSatisfy { !$0.isEmpty && $0.consists(of: .lowerCase) }
    }
}

extension Unicode.Scalar {
    /// What a Java regular expression's `.` leaves out.
    fileprivate var isJavaLineTerminator: Bool {
        switch self {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
