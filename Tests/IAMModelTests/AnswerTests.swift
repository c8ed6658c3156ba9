import AWSJSON
import Testing

@testable import IAMModel

@Suite struct AnswerTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `an operation without a result answers its metadata alone`() {
        #expect(
            text(IAMOperation.deleteUser.body(nil, requestID: "r")) == """
                <DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                  <ResponseMetadata>
                    <RequestId>r</RequestId>
                  </ResponseMetadata>
                </DeleteUserResponse>

                """)
    }

    @Test func `an empty list is an empty element, and what is nil is left out`() {
        #expect(
            text(IAMOperation.listUsers.body(ListUsersResponse(users: []), requestID: "r")) == """
                <ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                  <ListUsersResult>
                    <Users/>
                  </ListUsersResult>
                  <ResponseMetadata>
                    <RequestId>r</RequestId>
                  </ResponseMetadata>
                </ListUsersResponse>

                """)
        #expect(
            text(IAMOperation.updateRole.body(UpdateRoleResponse(), requestID: "r")).contains("<UpdateRoleResult/>"))
    }

    @Test func `policies are written as URIs spell them`() {
        let response = GetUserPolicyResponse(userName: "u", policyName: "p", policyDocument: #"{"a":["é +~*"]}"#)
        let body = text(IAMOperation.getUserPolicy.body(response, requestID: "r"))
        #expect(
            body.contains("<PolicyDocument>%7B%22a%22%3A%5B%22%C3%A9%20%2B~%2A%22%5D%7D</PolicyDocument>"))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_575_600_999, "2026-11-25T03:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"), (4_107_542_399_000, "2100-02-28T23:59:59Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"), (1_709_251_199_000, "2024-02-29T23:59:59Z"),
            (1_735_689_599_000, "2024-12-31T23:59:59Z"), (-62_167_219_200_000, "0000-01-01T00:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59Z"),
        ])
    func `moments are written in UTC with whole seconds`(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    }

    @Test func `no moment is out of reach`() {
        for milliseconds in [Int64.min, .max] { #expect(Timestamp(milliseconds: milliseconds).iso8601.hasSuffix("Z")) }
    }

    @Test func `an error says whose fault it is`() {
        let error = QueryError(iam: .noSuchEntity, "The user with name <a> & b cannot be found.")
        #expect(error.status == 404)
        #expect(
            text(error.body(namespace: IAMOperation.namespace, requestID: "r")) == """
                <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                  <Error>
                    <Type>Sender</Type>
                    <Code>NoSuchEntity</Code>
                    <Message>The user with name &lt;a&gt; &amp; b cannot be found.</Message>
                  </Error>
                  <RequestId>r</RequestId>
                </ErrorResponse>

                """)
        #expect(text(QueryError(iam: .serviceFailure, "").body(namespace: "n", requestID: "r")).contains(">Receiver<"))
    }

    @Test func `statuses are the model's`() {
        #expect(IAMErrorCode.entityAlreadyExists.status == 409)
        #expect(IAMErrorCode.malformedPolicyDocument.status == 400)
        #expect(IAMErrorCode.serviceFailure.status == 500)
        #expect(STSErrorCode.regionDisabledException.status == 403)
        #expect(STSErrorCode.packedPolicyTooLarge.status == 400)
        #expect(CommonErrorCode.accessDenied.status == 403)
        #expect(CommonErrorCode.throttling.status == 400)
    }
}

@Suite struct OperationTests {
    @Test func `an operation is found by its action in its version`() {
        #expect(IAMOperation(QueryParameters("Action=CreateUser&Version=2010-05-08")) == .createUser)
        #expect(STSOperation(QueryParameters("Version=2011-06-15&Action=AssumeRole")) == .assumeRole)
        #expect(IAMOperation(QueryParameters("Action=CreateUser&Version=2011-06-15")) == nil)
        #expect(IAMOperation(QueryParameters("Action=CreateUser")) == nil)
        #expect(IAMOperation(QueryParameters("Action=createUser&Version=2010-05-08")) == nil)
        #expect(IAMOperation(QueryParameters("Version=2010-05-08")) == nil)
        #expect(IAMOperation(QueryParameters("Action=List%E2%84%AAeys&Version=2010-05-08")) == nil)
    }

    @Test func `all operations have their names`() {
        #expect(IAMOperation.allCases.count == 180)
        #expect(IAMOperation.allCases.filter(\.isModelled).count == 97)
        #expect(STSOperation.allCases.count == 11)
        #expect(STSOperation.allCases.filter(\.isModelled).count == 6)
        #expect(!IAMOperation.createLoginProfile.isModelled)
        #expect(
            QueryError.notBuilt(IAMOperation.createLoginProfile)
                == QueryError(.unsupportedOperation, "Trent does not implement CreateLoginProfile yet."))
    }
}
