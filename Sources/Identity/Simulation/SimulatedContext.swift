import IAMModel
import IAMPolicy

/// The condition keys that a request for a simulation gives values of. The time is known without.
struct SimulatedContext: ConditionContext {
    private let values: [ConditionKey: ConditionValues]
    private let time: Int64

    /// `time`: milliseconds since 1970.
    init(_ entries: [ContextEntry], at time: Int64) {
        self.time = time
        var values: [ConditionKey: ConditionValues] = [:]
        for entry in entries {
            guard let name = entry.contextKeyName else { continue }
            let given = entry.contextKeyValues ?? []
            values[ConditionKey(name)] =
                Self.isList(entry.contextKeyType) || given.count != 1
                ? .many(given) : .one(given[0])
        }
        self.values = values
    }

    func values(of key: ConditionKey) -> ConditionValues? {
        if let given = values[key] { return given }
        switch key.name {
        case "aws:currenttime": return .one(ISOTime.text(time))
        case "aws:epochtime": return .one(String(time / 1000))
        default: return nil
        }
    }

    private static func isList(_ type: ContextKeyTypeEnum?) -> Bool {
        switch type {
        case .stringList, .numericList, .booleanList, .ipList, .binaryList, .dateList: true
        default: false
        }
    }
}
