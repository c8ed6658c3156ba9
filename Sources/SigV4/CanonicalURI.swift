/// The canonical forms of a path and a query.
enum CanonicalURI {
    /// Removes empty and dot segments, then percent-encodes what is left, percent signs included: the path as sent is
    /// encoded already, so this is the second time.
    static func appendNormalizedPath(_ path: String, to bytes: inout [UInt8]) {
        var segments: [Substring.UTF8View] = []
        for segment in Substring(path).utf8.split(separator: UInt8(ascii: "/")) {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        for segment in segments {
            bytes.append(ascii: "/")
            for byte in segment { appendEncoded(byte, to: &bytes) }
        }
        if segments.isEmpty || path.utf8.last == UInt8(ascii: "/") { bytes.append(ascii: "/") }
    }

    /// Percent-encodes once, whatever of it was encoded already, and leaves slashes alone.
    static func appendPathAsSent(_ path: String, to bytes: inout [UInt8]) throws(SigV4Error) {
        if path.isEmpty { bytes.append(ascii: "/") }
        for (index, segment) in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 { bytes.append(ascii: "/") }
            bytes.append(contentsOf: try encodedOnce(segment))
        }
    }

    /// Each parameter percent-encoded once, whatever of it was encoded already, in order of name, then of value.
    static func appendQuery(_ query: String, to bytes: inout [UInt8]) throws(SigV4Error) {
        var parameters: [(name: [UInt8], value: [UInt8])] = []
        for parameter in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = parameter.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            parameters.append((try encodedOnce(parts[0]), parts.count > 1 ? try encodedOnce(parts[1]) : []))
        }
        parameters.sort { one, other in
            one.name == other.name
                ? one.value.lexicographicallyPrecedes(other.value) : one.name.lexicographicallyPrecedes(other.name)
        }
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { bytes.append(ascii: "&") }
            bytes.append(contentsOf: parameter.name)
            bytes.append(ascii: "=")
            bytes.append(contentsOf: parameter.value)
        }
    }

    /// - Throws: `malformedEscape` at a percent sign without two hex digits: decoding it by guesswork would let two
    ///   different requests have one signature.
    private static func encodedOnce(_ text: Substring.UTF8View) throws(SigV4Error) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.next()?.hexValue, let low = rest.next()?.hexValue else { throw .malformedEscape }
                appendEncoded(high << 4 | low, to: &encoded)
            } else {
                appendEncoded(byte, to: &encoded)
            }
        }
        return encoded
    }

    private static func appendEncoded(_ byte: UInt8, to bytes: inout [UInt8]) {
        if byte.isURIUnreserved { bytes.append(byte) } else { bytes.append(percentEncoded: byte) }
    }
}
