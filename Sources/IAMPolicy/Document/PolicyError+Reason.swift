extension PolicyError {
    public var reason: String { "Syntax errors in policy." }
}
