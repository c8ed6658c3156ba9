import Gateway
import HTTPFront
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Answers every request alike: what the HTTP stack costs without a service on it.
struct ConstantBody: WireHandler {
    let bodyBytesMax = 1 << 20
    /// As long as the answer of GenerateDataKey.
    private let body = Array(#"{"Plaintext":"\#(String(repeating: "A", count: 400))"}"#.utf8)

    func handle(_ request: WireRequest) async -> WireResponse {
        WireResponse(
            status: 200,
            headers: [
                ("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000"),
                ("Content-Type", "application/x-amz-json-1.1"),
            ], body: body)
    }

    func bodyTooLarge() -> WireResponse { WireResponse(status: 413, headers: [], body: []) }
}

try await HTTPFront(
    configuration: FrontConfiguration(host: "127.0.0.1", port: 0), handler: ConstantBody(),
    logger: Logger(label: "constant-body", factory: { _ in SwiftLogNoOpLogHandler() }),
    onBound: {
        print("listening on http://127.0.0.1:\($0)")
        fflush(nil)
    }
).run()
