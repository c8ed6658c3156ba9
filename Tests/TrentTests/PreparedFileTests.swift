import Foundation
import LoadGenerator
import Testing

@testable import trent

struct PreparedFileTests {
    private let directory: Directory
    private let file: PreparedFile

    init() throws {
        directory = try Directory()
        file = PreparedFile(path: directory / "prepared")
    }

    @Test func `what is written is read again, and only its owner may`() throws {
        #expect(try file.read() == PreparedLoad())
        for text in ["key a\nkey b\nuser u AKID secret\n", "key a\n"] {
            try file.write(text)
            #expect(try file.read().text == text)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(directory.names == ["prepared"])
    }

    @Test func `a file of something else is refused`() throws {
        try file.write("[trent]\naws_access_key_id = AKID\n")
        #expect(throws: Failure.self) { try file.read() }
    }

    @Test func `what is there is not made again`() async throws {
        try file.write("key a\nkey b\n")
        // Nobody listens there.
        var plan = LoadPlan(
            endpoint: try LoadEndpoint(url: "http://127.0.0.1:9"), operation: .encrypt, region: "us-east-1",
            accessKeyID: "AKID", secret: "secret")
        plan.keys = 2
        #expect(try await file.completed(for: plan).keyIDs == ["a", "b"])
        plan.keys = 3
        await #expect(throws: LoadError.self) { try await file.completed(for: plan) }
        #expect(try file.read().keyIDs == ["a", "b"])
    }
}
