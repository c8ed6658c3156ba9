import Records

extension Marker {
    static let itemsDefault = 100

    /// The place where a request's page begins; nil for the first one.
    static func read(_ marker: String?) throws(IAMFailure) -> String? {
        guard let marker else { return nil }
        guard let place = place(of: marker) else { throw .invalidMarker }
        return place
    }
}

/// A page of a list.
struct Page<Element> {
    var elements: [Element]
    /// Where the next page begins; nil if this one is the last.
    var marker: String?

    var isTruncated: Bool { marker != nil }

    /// Cuts a page out of a whole list, which it puts in order of names.
    init(
        of all: [Element], marker: String?, limit: Int?, name: (Element) -> String
    ) throws(IAMFailure) {
        let last = try Marker.read(marker)
        let sorted = all.map { (name: name($0), element: $0) }.sorted { $0.name.precedes($1.name) }
        let rest = sorted.drop { entry in last.map { !$0.precedes(entry.name) } ?? false }
        let page = rest.prefix(limit ?? Marker.itemsDefault)
        elements = page.map(\.element)
        self.marker = page.count < rest.count ? page.last.map { Marker.make(after: $0.name) } : nil
    }

    init(_ elements: [Element], marker: String?) {
        self.elements = elements
        self.marker = marker
    }
}

extension Page: Sendable where Element: Sendable {}

extension String {
    /// In the order of UTF-8 bytes.
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
