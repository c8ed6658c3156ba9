/// What an operator's tools read, without credentials: whether the server lives, whether it can work, what it counts.
struct OperatorPages: Sendable {
    let metrics: Metrics
    let version: String
    let isReady: @Sendable () async -> Bool

    private static func isMeant(by request: WireRequest) -> Bool {
        request.path.utf8.starts(with: "/-/".utf8) && (request.method == "GET" || request.method == "HEAD")
    }

    /// Whether the request is for a page that is to be answered in an overload too.
    static func isExempt(_ request: WireRequest) -> Bool {
        isMeant(by: request) && ["/-/health", "/-/ready", "/-/metrics"].contains(request.path)
    }

    /// - Returns: nil if the request is for no such page.
    func page(_ request: WireRequest) async -> Answer? {
        // That of every call.
        if request.path == "/" { return nil }
        guard Self.isMeant(by: request) else { return nil }
        switch request.path {
        case "/-/health": return plain(200, "ok")
        case "/-/ready": return await isReady() ? plain(200, "ready") : plain(503, "not ready")
        case "/-/metrics": return metricsPage()
        default: return plain(404, "not found")
        }
    }

    private func metricsPage() -> Answer {
        var text = PrometheusText()
        text.head("trent_build_info", help: "The release that runs.", type: .gauge)
        text.sample("trent_build_info", [("version", version)], 1)
        return Answer(status: 200, contentType: PrometheusText.contentType, body: text.bytes + metrics.text())
    }

    private func plain(_ status: Int, _ line: String) -> Answer {
        Answer(status: status, contentType: "text/plain; charset=utf-8", body: Array("\(line)\n".utf8))
    }
}
