public import IAMModel

extension IAMOperation {
    /// As the trail has it: whether a call changes nothing, which IAM's names tell.
    public var isReadOnly: Bool {
        ["Get", "List", "Simulate", "Generate"].contains { rawValue.utf8.starts(with: $0.utf8) }
    }
}

extension STSOperation {
    /// As the trail has it: AWS calls assuming a role reading, and making other sessions writing.
    public var isReadOnly: Bool { self != .getSessionToken && self != .getFederationToken }
}
