import Records

extension Marker {
    /// The place where a request's page begins; nil for the first one.
    static func read(_ marker: String?) throws(Failure) -> String? {
        guard let marker else { return nil }
        guard let place = place(of: marker) else { throw .invalidMarker }
        return place
    }
}

/// A page of a list.
struct Page<Element> {
    var elements: [Element]
    /// Where the next page begins; nil if this one is the last.
    var nextMarker: String?

    /// Cuts a page out of elements that were asked for one more than the limit.
    /// `name`: by what the next page finds its beginning.
    init(_ elements: [Element], limit: Int, name: (Element) -> String) {
        let page = elements.prefix(limit)
        self.elements = Array(page)
        nextMarker = elements.count > limit ? page.last.map { Marker.make(after: name($0)) } : nil
    }

    /// Cuts a page out of the whole list.
    init(of all: [Element], marker: String?, limit: Int) throws(Failure) {
        var start = 0
        if let last = try Marker.read(marker) {
            guard let count = Int(last), count >= 0 else { throw .invalidMarker }
            start = min(count, all.count)
        }
        let end = min(start + limit, all.count)
        elements = Array(all[start..<end])
        nextMarker = end < all.count ? Marker.make(after: String(end)) : nil
    }
}
