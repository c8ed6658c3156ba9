import AWSJSON
import KMSModel
import Records

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html
enum GenerateRandom: AccountOperation {
    typealias Input = GenerateRandomRequest
    static let operation = KMSOperation.generateRandom

    static func recipient(_ input: GenerateRandomRequest) -> RecipientInfo? { input.recipient }

    static func check(_ input: GenerateRandomRequest, _ subject: Void, in call: Call) async throws(Failure) {
        if let recipient = input.recipient { _ = try Recipient.verify(recipient, in: call) }
        if input.customKeyStoreId != nil { throw .refused(.customKeyStoreNotFoundException) }
    }

    static func run(
        _ request: Authorized<GenerateRandom>, in call: Call
    ) async throws(Failure) -> GenerateRandomResponse {
        guard let count = request.input.numberOfBytes else { throw .validation("NumberOfBytes is required.") }
        let answer = try Recipient.answer(call.randomness.bytes(count), to: request.input.recipient, in: call)
        return GenerateRandomResponse(
            plaintext: answer.plaintext, ciphertextForRecipient: answer.ciphertextForRecipient)
    }

    /// How many bytes were asked for is not recorded.
    static func recorded(_ input: GenerateRandomRequest) -> GenerateRandomRequest {
        GenerateRandomRequest(customKeyStoreId: input.customKeyStoreId)
    }
}
