public import Records

/// What every record store must do, as checks that any store can be run through.
///
///     @Test(arguments: RecordStoreContract.checks)
///     func keepsTheContract(check: ContractCheck) async throws {
///         try await check.run { InMemoryRecordStore() }
///     }
public enum RecordStoreContract {
    public static let checks: [ContractCheck] =
        readingAndWriting + batches + scans + indexScans + feed + concurrency + differential
}

/// One requirement, with the store it is checked against made anew.
public struct ContractCheck: Sendable, CustomStringConvertible {
    /// The requirement as a sentence.
    public let description: String
    private let body: @Sendable (ContractSubject) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (ContractSubject) async throws -> Void) {
        self.description = description
        self.body = body
    }

    /// - Parameter make: makes an empty store.
    /// - Throws: `ContractViolation`, or what the store threw when it should not have.
    public func run(_ make: () async throws -> any RecordStore) async throws {
        let subject = ContractSubject(store: try await make(), sealing: try await Sealing())
        do {
            try await body(subject)
        } catch let violation as ContractViolation {
            throw ContractViolation("\(description): \(violation.reason)")
        }
    }
}

public struct ContractViolation: Error, CustomStringConvertible {
    public let reason: String
    public var description: String { reason }

    init(_ reason: String) { self.reason = reason }
}

func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
    guard condition else { throw ContractViolation(reason()) }
}

/// Compares by bytes what Swift compares by meaning: two strings that look the same may be different names.
func requireSame(
    _ found: [StoredRecord], _ expected: [StoredRecord], _ what: @autoclosure () -> String
) throws {
    try require(
        found.elementsEqual(expected, by: sameBytes),
        "\(what()): expected \(expected.map(summary)), found \(found.map(summary))")
}

private func sameBytes(_ left: StoredRecord, _ right: StoredRecord) -> Bool {
    Name(left.id) == Name(right.id) && left.version == right.version && left.sealed == right.sealed
}

private func summary(_ record: StoredRecord) -> String {
    "\(record.id.name) of \(record.id.account)/\(record.id.region) version \(record.version)"
}
