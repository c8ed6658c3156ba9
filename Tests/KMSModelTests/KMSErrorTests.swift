import Testing

@testable import KMSModel

@Suite struct KMSErrorTests {
    @Test(arguments: [
        (
            KMSError(.notFoundException, "Key 'k' does not exist"),
            #"{"__type":"NotFoundException","message":"Key 'k' does not exist"}"#
        ),
        (KMSError(.accessDeniedException, "no"), #"{"__type":"AccessDeniedException","Message":"no"}"#),
        (KMSError(.accessDeniedException), #"{"__type":"AccessDeniedException"}"#),
        (KMSError(.serializationException), #"{"__type":"SerializationException"}"#),
        (KMSError(.validationException, "\"\n"), #"{"__type":"ValidationException","message":"\"\n"}"#),
        (KMSError(.kmsInternalException, ""), #"{"__type":"KMSInternalException","message":""}"#),
    ])
    func `the body names the error and its message, if there is one`(_ error: KMSError, _ body: String) {
        #expect(String(decoding: error.body(), as: UTF8.self) == body)
    }

    @Test(arguments: KMSErrorCode.allCases)
    func `every error but faults and oversize requests has the status 400`(_ code: KMSErrorCode) {
        let others: [KMSErrorCode: Int] = [
            .kmsInternalException: 500, .keyUnavailableException: 500, .internalFailure: 500,
            .dependencyTimeoutException: 503, .serviceUnavailableException: 503, .requestEntityTooLargeException: 413,
        ]
        #expect(KMSError(code).status == others[code, default: 400])
    }
}
