import Testing

@testable import IAMModel

private let failed = "failed to satisfy constraint: Member must"

@Suite struct ViolationTests {
    @Test func `a name that is too long and has other characters violates twice`() {
        let name = String(repeating: "a", count: 64) + "!"
        #expect(
            refusal(CreateUserRequest.self, "UserName=\(name)")?.message
                == "2 validation errors detected: "
                + "Value '\(name)' at 'userName' \(failed) have length less than or equal to 64; "
                + #"Value '\#(name)' at 'userName' \#(failed) satisfy regular expression pattern: [\w+=,.@-]+"#)
    }

    /// The words are those that IAM answers to names of roles with other characters.
    @Test(arguments: ["a b", "a/b", "ü", "arn:aws:iam::111122223333:role/a"])
    func `a name of other characters is refused in words of its own`(name: String) {
        #expect(
            refusal(GetRoleRequest.self, "RoleName=\(name)")
                == QueryError(
                    .validationError,
                    "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or "
                        + "the following: +=,.@_-"))
    }

    /// The words are those that IAM answered for a tag's value with commas in it.
    @Test func `a member of a list's element is named by its position`() {
        let form = "UserName=u&Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.2.Key=c&Tags.member.2.Value=d%2Ce"
        #expect(
            refusal(CreateUserRequest.self, form)
                == QueryError(
                    .validationError,
                    "1 validation error detected: Value 'd,e' at 'tags.2.member.value' \(failed) satisfy regular "
                        + #"expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*"#))
    }

    @Test func `a list of structures that is too long is not repeated`() {
        let tags = (1...51).map { "Tags.member.\($0).Key=k\($0)&Tags.member.\($0).Value=" }.joined(separator: "&")
        #expect(
            refusal(TagRoleRequest.self, "RoleName=r&\(tags)")?.message
                == "1 validation error detected: Value at 'tags' \(failed) have length less than or equal to 50")
    }

    @Test func `all constraints of a list's elements are named`() {
        #expect(
            refusal(UntagRoleRequest.self, "RoleName=r&TagKeys.member.1=a&TagKeys.member.2=")?.message
                == "1 validation error detected: Value '[a, ]' at 'tagKeys' \(failed) satisfy constraint: "
                + "[Member must have length less than or equal to 128, Member must have length greater than or equal "
                + #"to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+]"#)
    }

    @Test(
        arguments: [
            ("0", "have value greater than or equal to 1"), ("-1", "have value greater than or equal to 1"),
            ("1001", "have value less than or equal to 1000"),
        ])
    func `numbers have limits`(_ number: String, _ constraint: String) {
        #expect(
            refusal(ListUsersRequest.self, "MaxItems=\(number)")?.message
                == "1 validation error detected: Value '\(number)' at 'maxItems' \(failed) \(constraint)")
    }

    @Test(arguments: ["active", "", "ACTIVE", "Active "])
    func `values of enumerations match byte by byte`(_ status: String) {
        let form = "AccessKeyId=AKIAEXAMPLE12345&Status=\(status)"
        #expect(
            refusal(UpdateAccessKeyRequest.self, form)?.message
                == "1 validation error detected: Value '\(status)' at 'status' \(failed) satisfy enum value set: "
                + "[Active, Inactive, Expired]")
    }

    @Test func `a web identity token is not repeated`() {
        let form = "RoleArn=arn:aws:iam::111122223333:role/r&RoleSessionName=session&WebIdentityToken=abc"
        #expect(
            refusal(AssumeRoleWithWebIdentityRequest.self, form)?.message
                == "1 validation error detected: Value at 'webIdentityToken' \(failed) have length greater than or "
                + "equal to 4")
    }

    @Test func `what is nested deeper is named with its way`() {
        let form =
            "PolicySourceArn=arn:aws:iam::111122223333:user/u&ActionNames.member.1=kms:Sign"
            + "&PolicyExclusionList.member.1.InlinePolicyIdentifier.PolicyName=p"
            + "&PolicyExclusionList.member.1.InlinePolicyIdentifier.AttachmentType=user"
        #expect(
            refusal(SimulatePrincipalPolicyRequest.self, form)?.message
                == "1 validation error detected: Value null at "
                + "'policyExclusionList.1.member.inlinePolicyIdentifier.attachmentName' \(failed) not be null")
    }
}
