@testable import ServiceModel

extension PatternCases {
    /// The patterns of IAM and STS.
    static let identity: [PatternCases] = [
        PatternCases(
            .accountAlias, yes: ["abc", "a-b-c", "0a9", "a23-4", String(repeating: "a", count: 63)],
            no: ["", "a", "ab", "-ab", "ab-", "a--b", "aBc", "a_b", "a.b", "abc\n", String(repeating: "a", count: 64)]),
        PatternCases(
            .arn, yes: ["arn:aws:iam::aws:policy/A", "\t\n\r ~", "\u{85}\u{A0}\u{D7FF}\u{E000}\u{FFFD}"],
            no: ["", "\u{0}", "a\u{B}", "\u{7F}", "\u{84}", "\u{9F}", "\u{FFFE}", "😀", "a\u{10FFFF}"]),
        PatternCases(.digits, yes: ["", "0123456789"], no: ["a", "1 ", "1\n", "١", "-1"]),
        PatternCases(.externalID, yes: ["", "Az_09+=,.@:/-"], no: ["a b", "a*", "a\n", "a;"]),
        PatternCases(.marker, yes: [" ", "a~\u{7F}\u{80}ÿ"], no: ["", "\t", "a\n", "\u{100}", "e\u{301}"]),
        PatternCases(.name, yes: ["A", "Az_09+=,.@-"], no: ["", "a b", "a/b", "a:b", "a\n", "a;"]),
        PatternCases(.optionalName, yes: ["", "Az_09+=,.@-"], no: ["a b", "a/b", "a:b", "a\n", "a;"]),
        PatternCases(.optionalWord, yes: ["", "AKIA_09z"], no: ["a-b", "a b", "a\n", "a/"]),
        PatternCases(
            .path, yes: ["/", "/a/", "/a/b!~/", "///"],
            no: ["", "a", "//", "/a", "a/", "/a b/", "/\u{7F}/", "/a/\n", "/é/"]),
        PatternCases(
            .pathPrefix, yes: ["/", "//", "/a", "/a/b!~\u{7F}"], no: ["", "a", "/a b", "/a\n", "/\u{80}", "/é"]),
        PatternCases(
            .policyPath, yes: ["/", "/a/", "/A.b,c+d@e=f_g-h/0/"],
            no: ["", "a", "//", "/a", "a/", "/a//", "/a!/", "/a b/", "/a/\n", "/a:b/"]),
        PatternCases(
            .policyVersionID, yes: ["v1", "v10", "v9.", "v1.a-Z0"],
            no: ["", "v", "v0", "v01", "V1", "1", "v1a", "v1.a_b", "v1.a.b", "v1\n", "v.a", " v1"]),
        PatternCases(
            .roleDescription, yes: ["", "a b\t\r\n~", "\u{A1}ÿ"],
            no: ["\u{0}", "\u{B}", "\u{7F}", "\u{85}", "\u{A0}", "\u{100}", "…", "a\u{301}"]),
        PatternCases(.serialNumber, yes: ["", "arn:aws:iam::111122223333:mfa/a_b+=,.@-"], no: ["a b", "a*", "a\n"]),
        PatternCases(
            .tagKey, yes: ["a", "Ключ 1", "名_.:/=+-@", "½Ⅷ²", "\u{A0}\u{2028}", "ʰǅ"],
            no: ["", "a,b", "a*", "a\n", "a\t", "a\u{301}", "€", "😀", "a(b)", "a\\"]),
        PatternCases(.tagValue, yes: ["", " ", "Wert_1", "값"], no: ["a,b", "a;", "\u{0}", "a\n", "😀", "&"]),
    ]
}
