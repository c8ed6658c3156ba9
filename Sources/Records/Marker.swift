import AWSJSON

/// The opaque text with which a caller asks for the next page of a list: the place where the last one ended.
public enum Marker {
    /// `last`: what the next page finds its beginning by.
    public static func make(after last: String) -> String {
        Base64.encode([version] + Array(last.utf8), alphabet: .urlSafe)
    }

    /// The place that a marker was made of; nil if it was not made here.
    public static func place(of marker: String) -> String? {
        guard let bytes = Base64.decode(marker, alphabet: .urlSafe), bytes.first == version else { return nil }
        return String(validating: bytes.dropFirst(), as: UTF8.self)
    }

    private static let version: UInt8 = 1
}
