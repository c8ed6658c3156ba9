import ArgumentParser
import LoadGenerator

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure a KMS endpoint with signed requests.")

    func run() async throws {
        _ = try await LoadPlan().run()
    }
}
