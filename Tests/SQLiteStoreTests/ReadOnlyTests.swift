import Foundation
import RecordStoreContract
import Records
import Testing

@testable import SQLiteStore

@Suite("A file or directory that can't be written")
struct ReadOnlyTests {
    @Test("is said to be read-only when the directory is")
    func directory() async throws {
        try await withDirectory { directory in
            try setMode(0o555, of: directory)
            defer { try? setMode(0o755, of: directory) }
            try await unprivileged {
                #expect { try SQLiteStore.open(directory: directory) } throws: { isReadOnly($0) }
                #expect { try SQLiteStore.open(directory: directory + "/new") } throws: { isReadOnly($0) }
                #expect { try DirectoryLock(directory: directory) } throws: { isReadOnly($0) }
            }
        }
    }

    @Test("is said to be read-only when the file is", arguments: [0o444, 0o400])
    func file(mode: Int) async throws {
        try await withDirectory { directory in
            try SQLiteStore.open(directory: directory).close()
            let path = directory + "/trent.sqlite"
            try setMode(mode, of: path)
            try setMode(0o777, of: directory)
            try await unprivileged {
                #expect { try SQLiteStore.open(directory: directory) } throws: { isReadOnly($0) }
            }
        }
    }

    @Test("is said to be read-only when the directory is and the file is not")
    func noPlaceForTheLog() async throws {
        try await withDirectory { directory in
            try SQLiteStore.open(directory: directory).close()
            try setMode(0o666, of: directory + "/trent.sqlite")
            try setMode(0o555, of: directory)
            defer { try? setMode(0o755, of: directory) }
            try await unprivileged {
                #expect { try SQLiteStore.open(directory: directory) } throws: { isReadOnly($0) }
            }
        }
    }
}

private func isReadOnly(_ error: any Error) -> Bool {
    if case StoreError.readOnly = error { true } else { false }
}

private func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// Runs the body on a thread of its own that may not pass over file modes, as root's threads may.
private func unprivileged(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread {
            done.resume(
                with: Result {
                    try becomeNobody()
                    try body()
                })
        }.start()
    }
}

private struct NoSuchCall: Error {}

/// Gives up root's rights to files, on this thread only: `setfsuid(2)`, which Swift's Glibc does not show.
private func becomeNobody() throws {
    guard geteuid() == 0 else { return }
    guard let address = dlsym(dlopen(nil, RTLD_NOW), "setfsuid") else { throw NoSuchCall() }
    let setfsuid = unsafeBitCast(address, to: (@convention(c) (UInt32) -> Int32).self)
    _ = setfsuid(65_534)
}
