import Records

extension RecordStoreContract {
    static let concurrency = [
        ContractCheck("of many that make the same record at once, one does") { subject in
            let id = subject.id("a")
            let outcomes = try await outcomes(of: 50) { _ in
                try await subject.store.commit([.put(subject.sealing.record(id), indexes: [])], erase: false)
            }
            try require(outcomes.count(where: { $0 }) == 1, "\(outcomes.count(where: { $0 })) made it")
        },
        ContractCheck("no update is lost among many that retry on a conflict") { subject in
            let id = subject.id("counter")
            try await subject.put(id)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { try await raiseVersion(of: id, in: subject) } }
                try await group.waitForAll()
            }
            let version = try await subject.store.read(id)?.version
            try require(version == 21, "20 updates made version \(version ?? 0)")
        },
        ContractCheck("what was committed is there for every later read, whoever else commits") { subject in
            let outcomes = try await outcomes(of: 50) { number in
                let record = try await subject.put(subject.id("record \(number)"))
                try await subject.requireStored(record)
            }
            try require(outcomes.allSatisfy { $0 }, "a put of a new record was refused")
            try require(try await subject.page().count == 50, "a record is missing")
        },
    ]

    /// Runs bodies at once. - Returns: for each whether it went without a conflict.
    private static func outcomes(
        of count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Bool] {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await body(number)
                        return true
                    } catch StoreError.conflict {
                        return false
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static func raiseVersion(of id: RecordID, in subject: ContractSubject) async throws {
        while true {
            guard let record = try await subject.store.read(id) else { throw ContractViolation("the record is gone") }
            do {
                try await subject.put(id, version: record.version + 1)
                return
            } catch StoreError.conflict {
                await Task.yield()
            }
        }
    }
}
