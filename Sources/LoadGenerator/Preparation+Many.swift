import AWSJSON
import Synchronization

/// What has been made so far; kept also if making fails half-way, so that it can be removed.
final class MadeLoad: Sendable {
    private let load = Mutex(PreparedLoad())

    var all: PreparedLoad { load.withLock { $0 } }
    func add(key id: String) { load.withLock { $0.keyIDs.append(id) } }
    func add(user: PreparedLoad.User) { load.withLock { $0.users.append(user) } }
}

extension Preparation {
    /// How many calls are in flight.
    private static let concurrency = 16

    /// Makes so many keys and users.
    func make(keys: Int, users: Int, noting made: MadeLoad) async throws {
        _ = try await each(0..<keys) { _ in made.add(key: try await createKey()) }
        let run = UInt32.random(in: .min ... .max)
        _ = try await each(0..<users) { number in try await createUser("load-\(run)-\(number)", noting: made) }
    }

    /// A ciphertext under each key, in their order.
    func encrypt(with keyIDs: [String]) async throws -> [Blob] {
        try await each(keyIDs) { try await encrypt(with: $0) }
    }

    /// Nothing is lost if that fails but keys and users without a use.
    func remove(_ made: PreparedLoad) async {
        _ = try? await each(made.keyIDs) { try? await scheduleDeletion(of: $0) }
        _ = try? await each(made.users) { try? await deleteUser($0) }
    }

    /// Calls for each item, of which a bounded number are on their way at once.
    /// - Returns: the results in the items' order.
    /// - Throws: the first error, after the calls that are on their way.
    private func each<Item: Sendable, Made: Sendable>(
        _ items: some RandomAccessCollection<Item>, _ body: @Sendable @escaping (Item) async throws -> Made
    ) async throws -> [Made] {
        try await withThrowingTaskGroup(of: (Int, Made).self) { group in
            var made = [Made?](repeating: nil, count: items.count)
            for (number, item) in items.enumerated() {
                if number >= Self.concurrency, let done = try await group.next() { made[done.0] = done.1 }
                group.addTask { (number, try await body(item)) }
            }
            for try await done in group { made[done.0] = done.1 }
            return made.compactMap(\.self)
        }
    }
}
