import AWSJSON
import IAMPolicy
import Testing

/// Texts that are almost policies.
@Suite struct PolicyFuzzTests {
    @Test(
        "A damaged policy is refused or read, and never gives more than the naive reading of the same text",
        arguments: [11, 12, 13, 14])
    func damagedPolicies(seed: UInt64) {
        var dice = Dice(seed: seed)
        var read = 0
        var refused = 0
        for _ in 0..<1_500 {
            let kind = dice.pick([PolicyKind.identity, .resource, .trust])
            let text = dice.damaged(dice.policyText(kind, PolicyTaste()))
            guard let document = try? PolicyDocument(parsing: text, as: kind) else {
                refused += 1
                continue
            }
            read += 1
            for _ in 0..<20 { expectNoMore(document, text, kind, &dice) }
        }
        #expect(read > 100)
        #expect(refused > 100)
    }

    /// Asks for one thing: what the document allows, the text must allow to a naive reader.
    private func expectNoMore(_ document: PolicyDocument, _ text: String, _ kind: PolicyKind, _ dice: inout Dice) {
        var cast = Cast(requester: dice.pick(World.requesters), naive: NaivePrincipalPolicies())
        let naive = NaivePolicy(text)
        let isBare = kind == .identity
        let resource = dice.pick(isBare ? World.bare : kind == .trust ? World.roles : World.keys)
        if isBare {
            cast.requester = World.requesters[2].changing {
                $0.identity = [AttachedPolicy(arn: nil, label: "it", document: document)]
            }
            cast.naive.identity = naive.map { [NaiveAttached(label: "it", arn: nil, policy: $0)] } ?? []
        }
        let actions = isBare ? World.bareActions : kind == .trust ? World.roleActions : World.keyActions
        let request = AccessRequest(
            action: dice.pick(actions), resource: resource, resourceAccount: World.home,
            resourcePolicy: isBare ? nil : ResourcePolicy(document: document), context: dice.context())
        guard decide(request, by: cast.requester).isAllowed else { return }
        let question = NaiveQuestion(
            request: request, requester: cast.requester, grants: nil, policies: cast.naive,
            resourcePolicy: isBare ? nil : naive, tally: NaiveTally())
        if case .explicit = question.answer() { Issue.record("A deny is lost: \(text)") }
        if case .implicit = question.answer() { Issue.record("It gives more than it says: \(text)") }
    }

    @Test("A text that is nested too deep, too long or nothing at all is refused")
    func hopelessTexts() {
        let deep = String(repeating: "[", count: 30_000)
        let closed = String(repeating: "{\"Statement\":", count: 2_000) + "{}" + String(repeating: "}", count: 2_000)
        let long = "{\"Version\":\"2012-10-17\",\"Statement\":[" + String(repeating: " ", count: 70_000) + "]}"
        for text in ["", " ", "null", "[]", "{}", "\"\"", "{\"Statement\":[]}", deep, closed, long] {
            for kind in [PolicyKind.identity, .resource, .trust] {
                #expect(throws: PolicyError.self) { try PolicyDocument(parsing: text, as: kind) }
            }
        }
    }
}

extension Dice {
    /// The text after an accident or two.
    fileprivate mutating func damaged(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<(percent(80) ? 1 : 2) where !bytes.isEmpty { damage(&bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let place = below(bytes.count)
        switch below(9) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] ^= 0x20
        case 2: bytes.removeLast(below(bytes.count))
        case 3: bytes.remove(at: place)
        case 4: bytes.insert(pick(Array("\"{}[]:,*?$\\ 0".utf8)), at: place)
        case 5: repeatMember(&bytes)
        case 6: swapWord(&bytes)
        case 7: bytes.insert(contentsOf: Array(repeating: pick(Array("[{\"*".utf8)), count: 200), at: place)
        default: bytes.insert(contentsOf: bytes[place..<min(place + 20, bytes.count)], at: below(bytes.count))
        }
    }

    /// A member of a statement once more, with another value.
    private mutating func repeatMember(_ bytes: inout [UInt8]) {
        let members = [
            "\"Effect\":\"Allow\",", "\"Effect\":\"Deny\",", "\"Action\":\"*\",", "\"Resource\":\"*\",",
            "\"Principal\":\"*\",", "\"Condition\":{},", "\"Version\":\"2012-10-17\",", "\"NotAction\":\"a:b\",",
        ]
        let braces = bytes.indices.filter { bytes[$0] == UInt8(ascii: "{") }
        guard !braces.isEmpty else { return }
        bytes.insert(contentsOf: Array(pick(members).utf8), at: pick(braces) + 1)
    }

    /// A word of the grammar in another's place.
    private mutating func swapWord(_ bytes: inout [UInt8]) {
        let words = [
            "Allow", "Deny", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
            "Null", "Bool", "StringEquals", "StringLike", "2012-10-17", "2008-10-17", "*", "true",
        ]
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count > 2 else { return }
        var changed = parts
        changed[1 + 2 * below((parts.count - 1) / 2)] = pick(words)
        bytes = Array(changed.joined(separator: "\"").utf8)
    }
}
