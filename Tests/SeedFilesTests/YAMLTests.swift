import RecordStoreContract
import Testing

@testable import SeedFiles

@Suite struct YAMLTests {
    private let limits = YAMLLimits(values: 1000, depth: 64)

    private func refusal(_ text: String) -> YAMLRefusal? {
        do throws(YAMLRefusal) {
            _ = try YAMLDocument.read(text, limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func textsStayTextsAndLinesAreKnown() throws {
        let value = try YAMLDocument.read("a: 2012-10-17\nb:\n  - 010\n  - \"~\"\n  - ~\n", limits)
        guard case .map(let members) = value.content, members.count == 2 else { throw Missing() }
        #expect(members.map(\.name) == ["a", "b"] && members.map(\.line) == [1, 2])
        guard case .text(let date, false) = members[0].value.content else { throw Missing() }
        #expect(date == "2012-10-17")
        guard case .list(let list) = members[1].value.content else { throw Missing() }
        #expect(list.map(\.line) == [3, 4, 5])
        #expect(list.map(\.isNull) == [false, false, true])
        guard case .text(let number, false) = list[0].content else { throw Missing() }
        #expect(number == "010")
    }

    @Test func anAliasStandsForWhatItNames() throws {
        let value = try YAMLDocument.read("a: &x [1, 2]\nb: *x\n", limits)
        guard case .map(let members) = value.content, case .list(let list) = members[1].value.content else {
            throw Missing()
        }
        #expect(list.count == 2)
    }

    /// Nine lines that stand for nine to the ninth values.
    @Test func aliasesOfAliasesDoNotGrowBeyondTheLimit() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(refusal(text)?.message == "the document holds too many values")
    }

    /// The library would compare such names by all that they stand for.
    @Test(arguments: [
        "? *a30\n: 1\n", "*a30 : 1\n", "{[*a30]: 1}\n", "{? [*a30, *a30] : 1}\n", "{\"q\":*a30, [*a30] : 1}\n",
    ])
    func namesOfAliasesAreRefusedBeforeTheLibrarySeesThem(name: String) {
        var text = "- &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "- &a\(level) [\(aliases)]\n"
        }
        let names = name.split(separator: "\n").joined(separator: "\n  ")
        #expect(refusal(text + "- " + names + "\n")?.message.contains("no member's name") == true)
    }

    @Test func wildcardsOfPoliciesAreNoAliases() throws {
        let text = """
            Policy: '{"Statement": {"Action": ["kms:*", "kms:Get*"], "Resource": "*"}, "a": {"b": [1]}}'
            Other: {Action: [kms:*, "iam:*User*"], Resource: "arn:aws:kms:*:*:key/?b*"}
            """
        #expect(refusal(text) == nil)
        let wild = #"{"Action": ["kms:*DataKey*", "*Key", 'kms:*Key', kms:*Key], "Other": "${aws:username}:y?"}"#
        #expect(refusal(wild) == nil)
    }

    /// Each of these is an alias to the library, which says that there is no such name. The comment has what may be a name.
    @Test(arguments: [
        "*a", "\u{FEFF}*a", "[*a]", "[b,*a]", "{b: *a}", "{\"b\":*a}", "{'b':*a}", "{[b]:*a}", "{{b: c}:*a}", "{&b:*a}",
        "{&b c: 1, *b:*a}", "{?*a}", "{:*a}", "- *a", "- - *a", "b: *a", "b:\t*a", "b:\n  *a", "b:\r  *a",
        "\u{85}*a", "\u{2028}*a", "? *a", "[b: *a]", "--- *a", "[c:d,*a]", "{c:d: *a}", "[k:*b,*a]",
    ])
    func everyAliasIsSeen(text: String) throws {
        let message = try #require(refusal("# }: \n" + text)?.message)
        #expect(message.contains("no member's name may be a list"))
    }

    /// Whatever stands before it.
    @Test func noAliasIsOverlooked() {
        let openers = ["", "{", "[", "- ", "k: ", "? ", "{k: 1, "]
        let pieces = [
            "*b", "&b", "k", "\"k\"", "'k'", "[k]", ":", ": ", ",", "[", "{", "}", "?", "- ", "-", "\"", "'", " ",
            "\n  ",
            "\t", "#", "!t", "/", ".", "\u{85}", "\u{FEFF}", "\r", "e\u{301}", "1",
        ]
        var numbers = SeededGenerator(seed: 20_261_125)
        var seen = 0
        for _ in 0..<30_000 {
            let middle = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &numbers)]
            }
            let text = openers[Int.random(in: 0..<openers.count, using: &numbers)] + middle.joined() + "*a"
            let message = refusal("# }: \n" + text)?.message ?? ""
            #expect(!message.contains("undefined alias"), "\(text.debugDescription)")
            if message.contains("no member's name may be") { seen += 1 }
        }
        #expect(seen > 1000)
    }

    @Test(arguments: ["[", "- "])
    func nestingIsBounded(open: String) {
        for depth in [65, 999, 5000, 200_000] {
            let refusal = refusal(String(repeating: open, count: depth))
            #expect(refusal != nil)
        }
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(refusal(deep)?.message == "more than 64 lists and maps are inside each other")
    }

    @Test(
        arguments: [
            ("", "the file is empty"), ("a: 1\n---\nb: 2\n", "it is not YAML: but found another document"),
            ("a: 1\na: 2\n", "a member is there twice: 'a'"), ("{a: *b}", "it is not YAML: found undefined alias"),
            ("[1]: 2\n", "a member's name is a text, no list and no map"),
        ])
    func whatIsNoDocumentIsRefused(text: String, message: String) {
        #expect(refusal(text)?.message == message)
    }

    /// A line that can't be read may hold key material.
    @Test func aRefusalDoesNotRepeatTheText() {
        let refusal = refusal("Keys:\n  - KeyMaterial: 'c2VjcmV0c2VjcmV0\n")
        #expect(refusal?.line != nil)
        #expect(refusal?.message.contains("c2VjcmV0") == false)
        let twice = String(repeating: "c2VjcmV0", count: 6)
        #expect(self.refusal("\(twice): 1\n\(twice): 2\n")?.message == "a member is there twice: a name of 48 bytes")
    }
}

struct Missing: Error {}
