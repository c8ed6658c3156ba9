/// The library compares the names of a map's members by all that they hold. A name that is a list or a map, and has
/// aliases of aliases in it, may hold more than any computer can look at. No seed file needs such names: a text that
/// could have both is refused before the library sees it.
enum AliasGuard {
    static func check(_ text: String) throws(YAMLRefusal) {
        var scan = AliasScan()
        for byte in text.utf8 { scan.take(byte) }
        scan.take(newline)
        guard scan.hasAliases, let line = scan.lineOfName else { return }
        throw YAMLRefusal(
            line: line, message: "where there are aliases (*name), no member's name may be a list, a map or an alias")
    }

    fileprivate static let newline = UInt8(ascii: "\n")
}

/// Looks at bytes, and not at what is quoted or a comment: it may see what is not there, but overlooks nothing.
private struct AliasScan {
    private(set) var hasAliases = false
    /// Where a member's name may be a list, a map or an alias.
    private(set) var lineOfName: Int?

    private var line = 1
    private var previous = UInt8(ascii: "\n")
    /// Whether the last byte began a token: `*` or `?` there means something.
    private var begun: UInt8?
    /// Whether the last bytes are of a word that began with a letter or digit: a colon in it ends no token.
    private var isInWord = false
    /// Whether what ended last was a list, a map or an alias, and nothing but blanks came since.
    private var isAfterName = false
    private var isInAlias = false

    mutating func take(_ byte: UInt8) {
        if let begun, begun == UInt8(ascii: "*"), Self.isInName(byte) {
            hasAliases = true
            isInAlias = true
        }
        if isInAlias, !Self.isInName(byte) {
            isInAlias = false
            isAfterName = true
        }
        if begun == UInt8(ascii: "?") { lineOfName = lineOfName ?? line }
        if byte == UInt8(ascii: ":"), isAfterName { lineOfName = lineOfName ?? line }
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
            isAfterName = true
        } else if !isBlank {
            isAfterName = false
        }
        switch byte {
        case UInt8(ascii: "*"): begun = mayPrecedeAlias(previous) ? byte : nil
        case UInt8(ascii: "?"): begun = Self.beginsTokens(previous) ? byte : nil
        default: begun = nil
        }
        noteWord(byte)
        if byte == AliasGuard.newline { line += 1 }
        previous = byte
    }

    /// A quote right before `*` begins a text that has it, or ends one, and no alias can follow that. Nor can one follow
    /// the colon in `kms:*Key`, but it can in `"a":*b` and `&a:*b`.
    private func mayPrecedeAlias(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): false
        case UInt8(ascii: ":"): !isInWord
        default: Self.beginsTokens(byte)
        }
    }

    private mutating func noteWord(_ byte: UInt8) {
        if Self.isInName(byte) {
            // After these, it is the name of an anchor or an alias.
            let isName = previous == UInt8(ascii: "&") || previous == UInt8(ascii: "*")
            let begins = Self.beginsTokens(previous) && previous < 0x80 && previous != UInt8(ascii: ":") && !isName
            isInWord = isInWord || begins && byte != UInt8(ascii: "-")
        } else {
            let mayBeInWord = [".", "/", ":", "*"].contains(Unicode.Scalar(byte))
            isInWord = isInWord && mayBeInWord
        }
    }

    /// Whether a token may come right after a byte.
    private static func beginsTokens(_ byte: UInt8) -> Bool {
        !isInName(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "/")
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
