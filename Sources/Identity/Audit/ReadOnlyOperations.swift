import IAMModel

extension IAMOperation {
    /// As the trail has it: whether a call changes nothing, which IAM's names tell.
    var isReadOnly: Bool {
        ["Get", "List", "Simulate", "Generate"].contains { rawValue.utf8.starts(with: $0.utf8) }
    }
}
