/// A policy document, parsed once.
public struct PolicyDocument: Sendable {}
