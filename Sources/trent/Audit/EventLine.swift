import AuditTrail

/// An event as one line for people: when, in which Region, what, on what, by whom, from where, and what became of it.
struct EventLine {
    let text: String

    init(_ event: FoundEvent, _ summary: EventSummary) {
        let what = summary.eventName.padded(to: 22)
        let resource = summary.resources.first.map { Self.short($0.arn) } ?? "-"
        let others = summary.resources.count > 1 ? " (+\(summary.resources.count - 1))" : ""
        let who = summary.principal.map(Self.short) ?? "-"
        let outcome = summary.errorCode ?? "ok"
        let parts = [
            UTCTime(milliseconds: summary.eventTime).iso8601, event.account, event.region.padded(to: 12), what,
            outcome.padded(to: 4), who, resource + others, "from \(summary.sourceIPAddress ?? "-")", summary.eventID,
        ]
        text = parts.joined(separator: "  ").withoutControls
    }

    /// What follows the account in an ARN.
    private static func short(_ arn: String) -> String {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 ? String(parts[5]) : arn
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// So that what a caller wrote can't pretend to be something else on a terminal.
    fileprivate var withoutControls: String {
        String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory.isPrintable ? $0 : "\u{FFFD}" })
        )
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isPrintable: Bool {
        switch self {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
