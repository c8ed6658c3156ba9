public import AWSJSON

extension Violations {
    /// Checks the number of bytes. They are not repeated.
    public mutating func check(_ blob: Blob?, _ name: String, _ limits: Limits) {
        guard let blob, let constraint = limits.lengthViolated(by: blob.bytes.count) else { return }
        add(.hidden, at: name, constraint)
    }
}
