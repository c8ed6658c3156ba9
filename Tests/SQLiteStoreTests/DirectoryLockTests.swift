import Foundation
import Records
import SQLiteStore
import Testing

@Suite("The directory's lock")
struct DirectoryLockTests {
    @Test("is held by one at a time, and free again once it is let go")
    func exclusive() async throws {
        try await withDirectory { directory in
            let inUse = StoreError.unavailable("\(directory) is in use by process \(getpid()): stop it first")
            var lock: DirectoryLock? = try DirectoryLock(directory: directory)
            #expect(throws: inUse) { try DirectoryLock(directory: directory) }
            #expect(lock != nil)
            lock = nil
            lock = try DirectoryLock(directory: directory)
            #expect(throws: inUse) { try DirectoryLock(directory: directory) }
            withExtendedLifetime(lock) {}
        }
    }
}
