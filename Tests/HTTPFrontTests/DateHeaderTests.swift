import Foundation
import Testing

@testable import HTTPFront

@Suite("The Date header") struct DateHeaderTests {
    @Test(
        "is in the form that HTTP prefers",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 GMT"),
        ])
    func form(second: Int, text: String) {
        #expect(DateHeader.text(of: second) == text)
    }

    @Test("comes with each answer and tells the time")
    func isSent() async throws {
        try await withConnection(to: TestHandler()) { client in
            try await client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            let answer = await client.readToEnd()
            let line = try #require(answer.split(separator: "\r\n").first { $0.hasPrefix("Date: ") })
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
            let date = try #require(format.date(from: String(line.dropFirst(6))))
            #expect(abs(date.timeIntervalSinceNow) < 60)
        }
    }
}
