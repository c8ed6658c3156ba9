/// The digests of each target, account and Region, and the files that wait for the next.
struct DigestChains {
    struct Name: Hashable {
        var trail: String?
        var account: String
        var region: String
    }

    private struct Chain {
        var last: DeliveredDigest?
        /// Files not in a digest yet, with how many digests have passed them by.
        var waiting: [String: (file: DeliveredFile, passes: Int)] = [:]
    }

    private var chains: [Name: Chain] = [:]
    /// The journal's beginning was removed: the first digest of a chain follows one that nobody knows any more.
    private let beginsLate: Bool

    init(beginsLate: Bool) { self.beginsLate = beginsLate }

    mutating func deliver(_ file: DeliveredFile) {
        let name = Name(trail: file.trail, account: file.account, region: file.region)
        chains[name, default: Chain()].waiting[file.path] = (file, 0)
    }

    /// What is wrong with a digest in its chain. Its files wait no longer.
    mutating func problems(of file: DigestFile, _ digest: DeliveredDigest) -> [TrailFinding] {
        let name = Name(trail: digest.trail, account: digest.account, region: digest.region)
        var chain = chains[name, default: Chain()]
        var problems: [TrailFinding] = []
        let folder = String(digest.path.dropLast(file.object.utf8.count))
        let isFirstKept = chain.last == nil && beginsLate
        if !isFirstKept, !Self.follows(file.previous, chain.last, folder, isBuiltIn: digest.trail == nil) {
            problems.append(TrailFinding(.mismatch, digest.path, "it does not follow the digest file before it"))
        }
        for logFile in file.logFiles {
            let path = folder + logFile.object
            let waiting = chain.waiting.removeValue(forKey: path)
            if waiting?.file.hash != logFile.hash, waiting != nil || !isFirstKept {
                problems.append(
                    TrailFinding(.mismatch, digest.path, "it names \(path), which the journal does not know like that"))
            }
        }
        if file.previous == nil { chain.waiting = [:] }
        for (path, waiting) in chain.waiting.sorted(by: { $0.key < $1.key }) where waiting.passes > 0 {
            problems.append(TrailFinding(.mismatch, digest.path, "it leaves out \(path)"))
        }
        chain.waiting = chain.waiting.mapValues { ($0.file, $0.passes + 1) }
        chains[name] = chain
        return problems
    }

    /// The next digest follows this one.
    ///
    /// `isRead`: false if nobody knows any more which files it named.
    mutating func close(_ digest: DeliveredDigest, isRead: Bool) {
        let name = Name(trail: digest.trail, account: digest.account, region: digest.region)
        var chain = chains[name, default: Chain()]
        chain.last = digest
        if !isRead { chain.waiting = chain.waiting.mapValues { ($0.file, Self.mayBeLeftOut) } }
        chains[name] = chain
    }

    private static let mayBeLeftOut = Int.min / 2

    /// A trail may begin a new chain, when its validation was off for a while; the built-in target never does.
    private static func follows(
        _ previous: DigestFile.Previous?, _ last: DeliveredDigest?, _ folder: String, isBuiltIn: Bool
    ) -> Bool {
        guard let previous else { return last == nil || !isBuiltIn }
        guard let last else { return false }
        return folder + previous.object == last.path && previous.hash == last.hash
            && previous.signature == last.signature
    }
}
