/// The patterns of IAM and STS that are more than a set of ASCII characters.
extension String {
    /// `[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]`: 3 to 63 characters, dashes neither at an end nor side by side.
    var isAccountAlias: Bool {
        let dash = UInt8(ascii: "-")
        guard (3...63).contains(utf8.count), utf8.first != dash, utf8.last != dash else { return false }
        return utf8.consists(of: .digits.union(.lowerCase).union("-"))
            && !zip(utf8, utf8.dropFirst()).contains { $0 == dash && $1 == dash }
    }

    /// `/`, or characters from ! to ~ between two slashes.
    var isIAMPath: Bool {
        let slash = UInt8(ascii: "/")
        guard utf8.first == slash, utf8.last == slash, utf8.count != 2 else { return false }
        return utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// `((/[A-Za-z0-9\.,\+@=_-]+)*)/`
    var isPolicyPath: Bool {
        let slash = UInt8(ascii: "/")
        guard utf8.first == slash, utf8.last == slash else { return false }
        let names = utf8.dropFirst().split(separator: slash, omittingEmptySubsequences: false).dropLast()
        return names.allSatisfy { !$0.isEmpty && $0.consists(of: .wordCharacters.union(".,+@=-")) }
    }

    /// `v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`
    var isPolicyVersionID: Bool {
        guard let rest = utf8[...].removing("v"), rest.first != UInt8(ascii: "0") else { return false }
        let parts = rest.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard !parts[0].isEmpty, parts[0].consists(of: .digits) else { return false }
        return parts.count == 1 || parts[1].consists(of: .alphanumerics.union("-"))
    }
}

extension Unicode.Scalar {
    /// `\p{L}`, `\p{Z}`, `\p{N}` and `_.:/=+-@`
    var isInTags: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: "_.:/=+-@".unicodeScalars.contains(self)
        }
    }

    var isInRoleDescription: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA1...0xFF: true
        default: false
        }
    }

    /// `\u10000` is four digits and a 0 to Java: characters beyond the first plane do not match.
    var isInJavaARN: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD: true
        default: false
        }
    }
}
