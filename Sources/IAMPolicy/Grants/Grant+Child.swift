extension Grant {
    /// Whether `child` may be made by the right to `CreateGrant` that this grant gives: its operations are among this
    /// grant's, and its constraints are as strict or stricter
    /// (https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-creategrant).
    public func permitsChild(_ child: Grant) -> Bool {
        guard operations.contains("CreateGrant"), child.operations.isSubset(of: operations) else { return false }
        if let sourceARN, child.sourceARN?.hasSameBytes(as: sourceARN) != true { return false }
        let ofChild = child.contextEquals.map { Set($0.map(ContextPair.init)) }
        if let equals = contextEquals, ofChild != Set(equals.map(ContextPair.init)) { return false }
        guard let subset = contextSubset else { return true }
        // What the child's constraint makes sure of, whichever it has.
        let assured = (ofChild ?? []).union((child.contextSubset ?? []).map(ContextPair.init))
        return assured.isSuperset(of: subset.map(ContextPair.init))
    }
}
