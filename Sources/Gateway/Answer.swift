/// What is answered, before it has its request id.
struct Answer: Sendable {
    var status: Int
    var contentType: String
    var body: [UInt8]
    /// Set if the call was refused or failed; for records and logs: a secret that the body repeats is not in it.
    var error: (code: String, message: String?)?

    func response(_ requestID: String) -> WireResponse {
        WireResponse(
            status: status, headers: [("x-amzn-RequestId", requestID), ("Content-Type", contentType)], body: body)
    }
}

extension CallRecord {
    mutating func note(_ answer: Answer) {
        status = answer.status
        errorCode = answer.error?.code
        errorMessage = answer.error?.message.map {
            String($0.unicodeScalars.prefix(CallRecord.errorMessageCharactersMax))
        }
    }
}
