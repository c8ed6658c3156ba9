/// Random numbers that a seed decides (SplitMix64).
struct Dice {
    private var state: UInt64
    /// Operators that are still to come before any comes again.
    private var deck: [String] = []

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0, below `end`.
    mutating func below(_ end: Int) -> Int { Int(next() % UInt64(end)) }

    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Between `range`'s bounds many of the choices, some perhaps more than once.
    mutating func some<Element>(_ range: ClosedRange<Int>, of choices: [Element]) -> [Element] {
        let count = range.lowerBound + below(range.count)
        return (0..<count).map { _ in pick(choices) }
    }

    /// The next of all operators, each as often as the others.
    mutating func nextOperator() -> String {
        if deck.isEmpty { deck = NaiveCondition.operatorNames }
        return deck.remove(at: below(deck.count))
    }
}
