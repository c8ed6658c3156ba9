extension Grant {
    /// Whether `child` may be made by the right to `CreateGrant` that this grant gives: its operations are among this
    /// grant's, and its constraints are as strict or stricter
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-creategrant).
    public func permitsChild(_ child: Grant) -> Bool { false }
}
