import IAMPolicy
import Testing

/// The index of grants and a look at each grant, asked the same.
@Suite struct GrantsAgreeTests {
    static let operations = [
        "Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "DescribeKey", "CreateGrant", "RetireGrant", "Sign",
        "GenerateDataKeyPairWithoutPlaintext",
    ]
    static let pairs: [Grant.Pair] = [
        ("dept", "red"), ("dept", "Red"), ("owner", "Red"), ("stage", "test"), ("", ""), ("e\u{301}", "1"), ("é", "1"),
    ]
    static let sources = ["arn:aws:s3:::bucket", "arn:aws:s3:::other"]

    @Test("A key's grants give what a look at each one of them gives", arguments: [1, 2, 3, 4])
    func agree(seed: UInt64) {
        var dice = Dice(seed: seed)
        var given = 0
        for _ in 0..<400 {
            let grants = (0..<(1 + dice.below(12))).map { dice.grant("g\($0)") }
            let index = GrantIndex(grants)
            for _ in 0..<60 {
                let operation = dice.pick(Self.operations)
                let requester = dice.pick(World.requesters)
                let context = dice.encryptionContext(0...3)
                let source = dice.percent(50) ? dice.pick(Self.sources) : nil
                let match = index.match(
                    operation: operation, requester: requester, encryptionContext: context, sourceARN: source)
                let right = NaiveGrants.matching(
                    grants, operation: operation, requester: requester, encryptionContext: context, sourceARN: source)
                if match != nil { given += 1 }
                // A grant to the session comes first: one to its role is limited.
                let isLimited = right.allSatisfy(\.namesRole)
                let isRight = match.map { match in
                    right.contains { $0.id == match.grantID && $0.namesRole == match.namesRole }
                        && match.namesRole == isLimited
                }
                if isRight ?? right.isEmpty { continue }
                let told =
                    "\(operation) by \(requester.arn) (\(requester.uniqueID)) with \(context) for \(source ?? "-")"
                Issue.record("\(told): \(match?.grantID ?? "none"), but naively \(right) of \(grants)")
                return
            }
        }
        #expect(given > 1_000)
    }
}

extension Dice {
    /// Pairs with keys that differ.
    fileprivate mutating func encryptionContext(_ range: ClosedRange<Int>) -> [Grant.Pair] {
        var context: [Grant.Pair] = []
        for pair in some(range, of: GrantsAgreeTests.pairs)
        where !context.contains(where: { $0.key.lowercased().utf8.elementsEqual(pair.key.lowercased().utf8) }) {
            context.append(pair)
        }
        return context
    }

    fileprivate mutating func grant(_ id: String) -> Grant {
        let isService = percent(20)
        let arns =
            World.ids.keys.sorted() + [
                "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:federated-user/pat",
            ]
            + [
                "arn:aws:sts::111122223333:assumed-role/reader/one",
                "arn:aws:sts::444455556666:assumed-role/auditor/one",
            ]
        let arn = pick(arns)
        let operations = Set(some(1...6, of: GrantsAgreeTests.operations))
        // KMS makes no grant that constrains the context of an operation which has none.
        let isFree = operations.contains("Sign") || percent(50)
        return Grant(
            id: id, grantee: isService ? .service(pick(World.services)) : .principal(arn),
            granteeID: !isService && percent(50) ? World.ids[arn] : nil, operations: operations,
            contextEquals: isFree || percent(50) ? nil : encryptionContext(0...2),
            contextSubset: isFree || percent(50) ? nil : encryptionContext(0...2),
            sourceARN: percent(15) ? pick(GrantsAgreeTests.sources) : nil)
    }
}
