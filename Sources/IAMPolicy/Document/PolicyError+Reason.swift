extension PolicyError {
    /// What IAM's `MalformedPolicyDocument` says, where its words are known from reports of people who met them (for
    /// statement ids https://github.com/kubernetes/kops/issues/4951, https://github.com/Wolox/carthage_cache/issues/22);
    /// else words like it.
    public var reason: String {
        switch self {
        case .tooLong: "The policy is longer than \(PolicyDocument.bytesMax) bytes."
        case .notJSON, .wrongType, .noStatements: "Syntax errors in policy."
        case .duplicateField(let name): "Duplicate field \(name)"
        case .unknownField(let name): "Unknown field \(name)"
        case .missingField(let name): "Missing required field \(name)"
        case .prohibitedField(let name): "Has prohibited field \(name)"
        case .conflictingFields(let one, let other): "Policy statement must not have both \(one) and \(other)."
        case .invalidVersion: "The policy must contain a valid version string"
        case .invalidEffect(let effect): "Invalid effect: \(effect)"
        case .invalidSid:
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
                + "[0-9A-Za-z]*"
        case .duplicateSid: "Statement IDs (SID) in a single policy must be unique."
        case .noActions: "Policy statement must contain actions."
        case .invalidAction, .invalidConditionKey:
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        case .noResources: "Policy statement must contain resources."
        case .invalidResource(let text): "Resource \(text) must be in ARN format or \"*\"."
        case .principalInIdentityPolicy: "Policy document should not specify a principal."
        case .invalidPrincipal(let type, let value):
            "Invalid principal in policy: \"\(type.uppercased())\":\"\(value)\""
        case .notPrincipalWithAllow: "Allow with NotPrincipal is not allowed."
        case .unknownOperator(let name): "Invalid Condition type : \(name)."
        case .invalidConditionValue(let operation, let value): "Invalid value for \(operation): \(value)"
        case .invalidVariable(let text): "Invalid policy variable: \(text)"
        }
    }
}
