import Records

/// One of several lists that are given one after the other.
enum ListPart<Element: Sendable>: Sendable {
    /// A list that is all here, in order of its names.
    case whole(String, [(name: String, element: Element)])
    /// A list that is read page by page, from a marker of its own on.
    case pages(String, @Sendable (String?, Int) async throws(IAMFailure) -> Page<Element>)

    private var name: String {
        switch self {
        case .whole(let name, _), .pages(let name, _): name
        }
    }

    private func page(_ marker: String?, _ limit: Int) async throws(IAMFailure) -> Page<Element> {
        switch self {
        case .whole(_, let list):
            let page = try Page(of: list, marker: marker, limit: limit) { $0.name }
            return Page(page.elements.map(\.element), marker: page.marker)
        case .pages(_, let read): return try await read(marker, limit)
        }
    }

    /// A page over all parts. Its marker names a part and a place in it.
    static func page(of parts: [ListPart], marker: String?, limit: Int) async throws(IAMFailure) -> Page<Element> {
        var rest = parts[...]
        var inner: String?
        if let place = try Marker.read(marker) {
            let words = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, let index = parts.firstIndex(where: { $0.name == words[0] }) else {
                throw .invalidMarker
            }
            rest = parts[index...]
            inner = words[1].isEmpty ? nil : String(words[1])
        }
        var found: [Element] = []
        while let part = rest.first {
            guard found.count < limit else { return Page(found, marker: Marker.make(after: "\(part.name)/")) }
            let page = try await part.page(inner, limit - found.count)
            found += page.elements
            if let next = page.marker { return Page(found, marker: Marker.make(after: "\(part.name)/\(next)")) }
            inner = nil
            rest = rest.dropFirst()
        }
        return Page(found, marker: nil)
    }
}
