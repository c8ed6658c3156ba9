import AuditTrail

/// What each target got since its last digest, of each account and Region.
struct DigestBook: Sendable {
    struct Name: Hashable, Sendable {
        /// Nil for the built-in target.
        var trail: String?
        var account: String
        var region: String
    }

    struct Chain: Sendable {
        var last: DeliveredDigest?
        var waiting: [DeliveredFile] = []
    }

    private(set) var chains: [Name: Chain] = [:]
    /// Also of targets that make none any more: if they make some again, those must not have the names of former ones.
    private var times: [Name: DigestTimes] = [:]
    /// What digests of the built-in target tell of the clock.
    private(set) var believed = BelievedTime()

    mutating func take(_ entry: JournalEntry) {
        switch entry {
        case .file(let file):
            chains[Name(trail: file.trail, account: file.account, region: file.region), default: Chain()].waiting
                .append(file)
        case .digest(let digest):
            let name = Name(trail: digest.trail, account: digest.account, region: digest.region)
            chains[name] = Chain(last: digest)
            times[name, default: DigestTimes()].take(end: digest.end)
            if digest.trail == nil { believed.take(digestEnd: digest.end) }
        case .segment, .gap, .removed, .continued: break
        }
    }

    /// Forgets chains of targets that make no digests (any more): if they make some again, those begin a new chain.
    mutating func keep(_ targets: [DeliveryTarget]) {
        let kept = Set(targets.filter(\.validatesLogFiles).map(\.trailARN))
        chains = chains.filter { kept.contains($0.key.trail) }
    }

    /// Where a digest begins that ends at a full hour; nil if none can end there, or none is due.
    func start(of name: Name, end: Int64) -> Int64? {
        guard let chain = chains[name] else { return nil }
        let times = times[name] ?? DigestTimes()
        return times.start(
            end: end, oldest: chain.waiting.map(\.oldestEventTime).min(), follows: chain.last != nil)
    }

    /// What must not be removed: it is in no digest yet, or the next digest refers to it.
    var pinned: Set<String> {
        Set(chains.values.flatMap { chain in chain.waiting.map(\.path) + [chain.last?.path].compactMap(\.self) })
    }
}
