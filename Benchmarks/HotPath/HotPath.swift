import Gateway

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A request's whole way without its socket, for counting instructions and for profiles: `HotPath OPERATION COUNT DIRECTORY`
/// sends the same requests again and again to a gateway with all checks on, and a trail in the directory, which is made.
/// Nothing random and no second thread is in what is counted, so that two runs take as many instructions.
@main
struct HotPath {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let count = Int(arguments[2]), mkdir(arguments[3], 0o700) == 0 else {
            print("usage: HotPath GenerateDataKey|Encrypt|Decrypt|Sign COUNT NEW-DIRECTORY")
            exit(64)
        }
        let executor = InlineExecutor()
        do {
            let (place, requests) = try executor.run { try await prepared(arguments[1], arguments[3]) }
            let taken = try ContinuousClock().measure {
                try counted {
                    try executor.run {
                        for index in 0..<count { try await place.answer(requests[index % requests.count]) }
                    }
                }
            }
            print("\(arguments[1]): \(taken / max(count, 1)) a request")
        } catch {
            print(error)
            exit(1)
        }
    }

    /// Sixteen requests, as of sixteen connections, each of which was answered once.
    private static func prepared(_ operation: String, _ directory: String) async throws -> (Place, [WireRequest]) {
        let place = try await Place(trailIn: directory)
        var requests: [WireRequest] = []
        for number in 0..<16 { requests.append(try await request(operation, number, place)) }
        for request in requests { try await place.answer(request) }
        return (place, requests)
    }

    /// For profilers to begin and end at.
    @inline(never)
    private static func counted(_ body: () throws -> Void) rethrows { try body() }

    private static func request(_ operation: String, _ number: Int, _ place: Place) async throws -> WireRequest {
        let spec = operation == "Sign" ? #","KeySpec":"ECC_NIST_P256","KeyUsage":"SIGN_VERIFY""# : ""
        let made = try await place.answer(place.request("CreateKey", #"{"Description":"\#(number)"\#(spec)}"#))
        let key = try place.member(["KeyMetadata", "KeyId"], of: made)
        let context = #""EncryptionContext":{"department":"\#(number)"}"#
        let plaintext = String(repeating: "QUFB", count: 11)
        switch operation {
        case "GenerateDataKey":
            return try place.request(operation, #"{"KeyId":"\#(key)","KeySpec":"AES_256",\#(context)}"#)
        case "Encrypt":
            return try place.request(operation, #"{"KeyId":"\#(key)","Plaintext":"\#(plaintext)",\#(context)}"#)
        case "Decrypt":
            let sealed = try await place.answer(
                place.request("Encrypt", #"{"KeyId":"\#(key)","Plaintext":"\#(plaintext)",\#(context)}"#))
            let ciphertext = try place.member(["CiphertextBlob"], of: sealed)
            return try place.request(operation, #"{"CiphertextBlob":"\#(ciphertext)",\#(context)}"#)
        case "Sign":
            return try place.request(
                operation, #"{"KeyId":"\#(key)","Message":"\#(plaintext)","SigningAlgorithm":"ECDSA_SHA_256"}"#)
        default: throw Surprise(what: "\(operation) can't be sent")
        }
    }
}
