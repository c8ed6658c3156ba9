/// The name of a JSON object's member. It matches byte by byte: Swift's `==` takes the Kelvin sign for a K.
public struct MemberName: Sendable {
    @usableFromInline
    let text: String

    @inlinable
    public init(_ text: String) { self.text = text }

    @inlinable
    public static func ~= (name: String, member: MemberName) -> Bool { member.text.isIdentical(to: name) }
}
