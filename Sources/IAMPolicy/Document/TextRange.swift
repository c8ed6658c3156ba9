/// A place in a policy's text.
public struct TextPosition: Hashable, Sendable {
    /// From 1.
    public var line: Int
    /// From 1, in Unicode code points.
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// From a statement's opening brace to the place after its closing brace.
public struct TextRange: Hashable, Sendable {
    public var start: TextPosition
    public var end: TextPosition

    public init(start: TextPosition, end: TextPosition) {
        self.start = start
        self.end = end
    }
}
