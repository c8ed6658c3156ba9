/// Why a text is no policy of its kind. IAM and KMS word it each for themselves; `reason` has IAM's words where they
/// are known.
public enum PolicyError: Error, Hashable, Sendable {
    /// More than `PolicyDocument.bytesMax` bytes of UTF-8.
    case tooLong
    /// No JSON text; `offset` counts bytes.
    case notJSON(offset: Int)
    /// The named element is JSON, but not of a kind that may stand there.
    case wrongType(element: String)
    case duplicateField(String)
    case unknownField(String)
    /// For example `Statement` or `Effect`.
    case missingField(String)
    /// A field that this kind of policy must not have, for example `Resource` in a trust policy.
    case prohibitedField(String)
    /// For example `Action` and `NotAction` in one statement.
    case conflictingFields(String, String)
    case invalidVersion(String)
    case invalidEffect(String)
    case invalidSid(String)
    case duplicateSid(String)
    case noStatements
    case noActions
    case invalidAction(String)
    case noResources
    case invalidResource(String)
    /// `Principal` or `NotPrincipal` in an identity policy.
    case principalInIdentityPolicy
    /// `type` is the member's name, for example `AWS`.
    case invalidPrincipal(type: String, value: String)
    /// `NotPrincipal` with `Allow`, which would let in everybody else.
    case notPrincipalWithAllow
    case unknownOperator(String)
    case invalidConditionKey(String)
    /// A value that is no value of the operator: no number, no date, no address, no base64.
    case invalidConditionValue(operator: String, value: String)
    /// A policy variable that is not closed or has nothing in it.
    case invalidVariable(String)
}
