import RecordStoreContract
import Records
import SQLiteStore
import Testing

@Suite("The record store in SQLite")
struct StoreContractTests {
    @Test("keeps the contract", arguments: RecordStoreContract.checks)
    func contract(check: ContractCheck) async throws {
        try await withDirectory { directory in
            try await check.run { try SQLiteStore.open(directory: directory) }
        }
    }
}
