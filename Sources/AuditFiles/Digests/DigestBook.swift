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

    mutating func take(_ entry: JournalEntry) {
        switch entry {
        case .file(let file):
            chains[Name(trail: file.trail, account: file.account, region: file.region), default: Chain()].waiting
                .append(file)
        case .digest(let digest):
            chains[Name(trail: digest.trail, account: digest.account, region: digest.region)] = Chain(last: digest)
        case .segment, .gap, .removed, .continued: break
        }
    }

    /// Forgets chains of targets that make no digests (any more): if they make some again, those begin a new chain.
    mutating func keep(_ targets: [DeliveryTarget]) {
        let kept = Set(targets.filter(\.validatesLogFiles).map(\.trailARN))
        chains = chains.filter { kept.contains($0.key.trail) }
    }

    /// What must not be removed: it is in no digest yet, or the next digest refers to it.
    var pinned: Set<String> {
        Set(chains.values.flatMap { chain in chain.waiting.map(\.path) + [chain.last?.path].compactMap(\.self) })
    }
}
