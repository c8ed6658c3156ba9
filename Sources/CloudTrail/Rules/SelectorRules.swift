import AuditTrail
import CloudTrailModel

/// What AWS asks of event selectors
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html), and what of them can be
/// carried out: there are no data events here.
enum SelectorRules {
    private static let countOfSelectors = 1...5
    static let excludable: Set<String> = ["kms.amazonaws.com", "rdsdata.amazonaws.com"]

    /// What a request asks for.
    static func selectors(_ input: PutEventSelectorsRequest) throws(Failure) -> TrailSelectors {
        let found = try read(input.eventSelectors ?? [], input.advancedEventSelectors ?? [])
        guard union(found.selectors) != nil else {
            throw .notBuilt("event selectors that exclude different sources for reading and for writing")
        }
        return found
    }

    private static func read(
        _ basic: [CloudTrailModel.EventSelector], _ advanced: [AdvancedEventSelector]
    ) throws(Failure) -> TrailSelectors {
        guard advanced.isEmpty || basic.isEmpty else {
            throw .selectors("Event selectors and advanced event selectors can't be given together.")
        }
        if !advanced.isEmpty {
            return TrailSelectors(
                selectors: try AdvancedSelectors.selectors(advanced), advancedNames: advanced.map { $0.name ?? "" })
        }
        guard countOfSelectors.contains(basic.count) else {
            throw .selectors("A trail has 1 to 5 event selectors.")
        }
        var selectors: [AuditTrail.EventSelector] = []
        for selector in basic { selectors.append(try self.selector(selector)) }
        return TrailSelectors(selectors: selectors)
    }

    private static func selector(
        _ selector: CloudTrailModel.EventSelector
    ) throws(Failure) -> AuditTrail.EventSelector {
        let excluded = selector.excludeManagementEventSources ?? []
        guard excluded.allSatisfy(excludable.contains) else {
            throw .selectors("Only kms.amazonaws.com and rdsdata.amazonaws.com can be excluded as sources.")
        }
        let includesManagementEvents = selector.includeManagementEvents ?? true
        guard includesManagementEvents || excluded.isEmpty else {
            throw .selectors("Sources of management events can only be excluded if management events are included.")
        }
        guard selector.dataResources?.isEmpty ?? true else { throw .notBuilt("data events") }
        let type = selector.readWriteType.flatMap { AuditTrail.EventSelector.ReadWriteType(rawValue: $0.rawValue) }
        return AuditTrail.EventSelector(
            readWriteType: type ?? .all, includesManagementEvents: includesManagementEvents, excludedSources: excluded)
    }

    /// One selector that takes what any of these takes; nil if no single one can.
    static func union(_ selectors: [AuditTrail.EventSelector]) -> AuditTrail.EventSelector? {
        let taking = selectors.filter(\.includesManagementEvents)
        guard let first = taking.first else { return AuditTrail.EventSelector(includesManagementEvents: false) }
        var union = first
        for selector in taking.dropFirst() {
            guard let both = self.union(union, selector) else { return nil }
            union = both
        }
        return union
    }

    private static func union(
        _ one: AuditTrail.EventSelector, _ other: AuditTrail.EventSelector
    ) -> AuditTrail.EventSelector? {
        if covers(one, other) { return one }
        if covers(other, one) { return other }
        let (left, right) = (Set(one.excludedSources), Set(other.excludedSources))
        if one.readWriteType == other.readWriteType {
            return AuditTrail.EventSelector(
                readWriteType: one.readWriteType, excludedSources: left.intersection(right).sorted())
        }
        // One takes what reads and the other what writes.
        return left == right ? AuditTrail.EventSelector(excludedSources: one.excludedSources) : nil
    }

    private static func covers(_ one: AuditTrail.EventSelector, _ other: AuditTrail.EventSelector) -> Bool {
        (one.readWriteType == .all || one.readWriteType == other.readWriteType)
            && Set(one.excludedSources).isSubset(of: other.excludedSources)
    }
}

extension CloudTrailModel.EventSelector {
    init(_ selector: AuditTrail.EventSelector) {
        self.init(
            readWriteType: ReadWriteType(rawValue: selector.readWriteType.rawValue),
            includeManagementEvents: selector.includesManagementEvents, dataResources: [],
            excludeManagementEventSources: selector.excludedSources)
    }
}

extension Failure {
    static func selectors(_ message: String) -> Failure {
        .refused(.invalidEventSelectorsException, message)
    }
}
