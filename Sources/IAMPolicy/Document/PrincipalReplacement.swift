extension PolicyDocument {
    /// A policy's text with other names for some of its principals, and otherwise as it is: users and roles that were deleted
    /// show as their unique ids
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#Principal_specifying).
    /// `text`: of a policy that can be read.
    /// `replacements`: what stands in `Principal` and `NotPrincipal` → what is to stand there.
    public static func text(_ text: String, replacingPrincipals replacements: [String: String]) -> String {
        guard !replacements.isEmpty else { return text }
        var rewriter = PrincipalRewriter(replacements: replacements)
        rewriter.rewrite(Array(text.utf8))
        return String(decoding: rewriter.output, as: UTF8.self)
    }
}

/// Copies JSON and looks where it is: only strings within the two members are replaced, whatever stands around them.
private struct PrincipalRewriter {
    let replacements: [String: String]
    private(set) var output: [UInt8] = []
    private var containers: [Container] = []
    private var expectsName = false
    private var isMemberOfPrincipals = false

    private struct Container {
        var isObject: Bool
        var isInPrincipals: Bool
    }

    init(replacements: [String: String]) { self.replacements = replacements }

    mutating func rewrite(_ text: [UInt8]) {
        var rest = text[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "\"") {
                let string = Self.string(rest)
                output += rewritten(string)
                rest = rest[string.endIndex...]
                continue
            }
            output.append(byte)
            rest = rest.dropFirst()
            follow(byte)
        }
    }

    private mutating func follow(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let isObject = byte == UInt8(ascii: "{")
            containers.append(Container(isObject: isObject, isInPrincipals: isInPrincipals))
            expectsName = isObject
            isMemberOfPrincipals = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            _ = containers.popLast()
            isMemberOfPrincipals = false
        case UInt8(ascii: ","):
            expectsName = containers.last?.isObject ?? false
            isMemberOfPrincipals = false
        default: break
        }
    }

    /// Of the value that comes next.
    private var isInPrincipals: Bool { isMemberOfPrincipals || containers.last?.isInPrincipals ?? false }

    /// `string`: with its quotation marks.
    private mutating func rewritten(_ string: ArraySlice<UInt8>) -> [UInt8] {
        let content = String(decoding: string.dropFirst().dropLast(), as: UTF8.self)
        if expectsName {
            expectsName = false
            isMemberOfPrincipals = content == "Principal" || content == "NotPrincipal"
            return Array(string)
        }
        guard isInPrincipals, let other = replacements[content] else { return Array(string) }
        return Array("\"\(other)\"".utf8)
    }

    private static func string(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var index = text.startIndex + 1
        while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return text[..<min(index + 1, text.endIndex)]
    }
}
