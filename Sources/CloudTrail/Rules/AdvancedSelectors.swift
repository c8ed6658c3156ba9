import AuditTrail
import CloudTrailModel

/// Event selectors in their newer form
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html). Those about
/// management events say what the older form says too; there are no other events here.
enum AdvancedSelectors {
    /// The most values that all of a trail's have together.
    private static let valuesMax = 500

    static func selectors(_ requested: [AdvancedEventSelector]) throws(Failure) -> [AuditTrail.EventSelector] {
        let values = requested.reduce(0) { $0 + ($1.fieldSelectors ?? []).reduce(0) { $0 + $1.valueCount } }
        guard values <= valuesMax else {
            throw .selectors("The advanced event selectors of a trail have at most \(valuesMax) values.")
        }
        var selectors: [AuditTrail.EventSelector] = []
        for selector in requested { selectors.append(try self.selector(selector)) }
        return selectors
    }

    private static func selector(_ requested: AdvancedEventSelector) throws(Failure) -> AuditTrail.EventSelector {
        let fields = requested.fieldSelectors ?? []
        guard Set(fields.map(\.field)).count == fields.count else {
            throw .selectors("A field can be selected by only once in an advanced event selector.")
        }
        guard let category = fields.first(where: { $0.field == "eventCategory" }) else {
            throw .selectors("An advanced event selector needs the field eventCategory.")
        }
        guard let kinds = category.onlyEquals, kinds.count == 1 else {
            throw .selectors("The field eventCategory must equal one value.")
        }
        guard kinds == ["Management"] else { throw .notBuilt("events other than management events") }
        var selector = AuditTrail.EventSelector.everything
        for field in fields { try apply(field, to: &selector) }
        return selector
    }

    private static func apply(
        _ field: AdvancedFieldSelector, to selector: inout AuditTrail.EventSelector
    ) throws(Failure) {
        switch field.field {
        case "eventCategory": return
        case "readOnly":
            switch field.onlyEquals {
            case ["true"]: selector.readWriteType = .readOnly
            case ["false"]: selector.readWriteType = .writeOnly
            default: throw .selectors("The field readOnly must equal true or false.")
            }
        case "eventSource":
            guard let sources = field.onlyNotEquals, sources.allSatisfy(SelectorRules.excludable.contains) else {
                throw .selectors(
                    "The field eventSource can only be unequal to kms.amazonaws.com or rdsdata.amazonaws.com.")
            }
            selector.excludedSources = sources
        default: throw .selectors("Management events can't be selected by the field \(field.field ?? "").")
        }
    }

    /// A selector as the newer form has it.
    /// `name`: empty for none.
    static func model(_ selector: AuditTrail.EventSelector, name: String) -> AdvancedEventSelector {
        var fields = [AdvancedFieldSelector(field: "eventCategory", equals: ["Management"])]
        switch selector.readWriteType {
        case .all: break
        case .readOnly: fields.append(AdvancedFieldSelector(field: "readOnly", equals: ["true"]))
        case .writeOnly: fields.append(AdvancedFieldSelector(field: "readOnly", equals: ["false"]))
        }
        if !selector.excludedSources.isEmpty {
            fields.append(AdvancedFieldSelector(field: "eventSource", notEquals: selector.excludedSources))
        }
        return AdvancedEventSelector(name: name.isEmpty ? nil : name, fieldSelectors: fields)
    }
}

extension AdvancedFieldSelector {
    private var conditions: [[String]?] { [equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith] }

    fileprivate var valueCount: Int { conditions.reduce(0) { $0 + ($1?.count ?? 0) } }

    /// The values it must equal, if nothing else is asked of the field.
    fileprivate var onlyEquals: [String]? { conditions.count { $0 != nil } == 1 ? equals : nil }

    fileprivate var onlyNotEquals: [String]? { conditions.count { $0 != nil } == 1 ? notEquals : nil }
}

/// Which events a trail takes, in the form in which it was said.
struct TrailSelectors: Hashable, Sendable {
    var selectors: [AuditTrail.EventSelector]
    /// Nil for the older form.
    var advancedNames: [String]?

    var basic: [CloudTrailModel.EventSelector]? {
        advancedNames == nil ? selectors.map(CloudTrailModel.EventSelector.init) : nil
    }

    var advanced: [AdvancedEventSelector]? {
        advancedNames.map { names in zip(selectors, names).map { AdvancedSelectors.model($0, name: $1) } }
    }
}

extension TrailRecord {
    var trailSelectors: TrailSelectors {
        TrailSelectors(selectors: selectors ?? [.everything], advancedNames: advancedNames)
    }
}
