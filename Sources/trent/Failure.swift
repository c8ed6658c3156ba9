import AuditTrail
import HTTPFront
import Records
import RootKeys

/// Why a command ends without having done its work: one sentence for whoever typed it.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) { description = sentence }
}

extension Failure {
    init(_ error: StoreError) {
        switch error {
        case .full: self.init("the disk is full: make room on the file system of the data directory")
        case .readOnly(let reason):
            self.init(
                "the data directory can't be written: \(reason): it must belong to this user, and not be read-only")
        case .busy(let reason): self.init("the database is in use by another process: \(reason)")
        case .unavailable(let reason): self.init(reason)
        case .unreadable(let reason): self.init("the database can't be read: \(reason)")
        case .conflict: self.init("the database is in use by another process")
        }
    }

    init(_ error: RecordError) {
        switch error {
        case .store(let error): self.init(error)
        case .rootKey(.cannotUnwrap):
            self.init("the root key is not the one this database is under: put that one into root.key")
        case .rootKey(.unavailable(let reason)): self.init("the root key can't be reached: \(reason)")
        case .notAuthentic(let id): self.init("the database was changed from outside: \(id.spelled) does not open")
        case .undecodable(let id):
            self.init("\(id.spelled) was written by a later release of Trent: start that release")
        }
    }

    init(_ error: RootKeyRotationError) {
        switch error {
        case .file(let error): self.init(error.description)
        case .record(let error): self.init(error)
        case .foreign(let path):
            self.init("\(path) is not the root key this database is under: put that one in its place")
        }
    }

    init(_ error: FrontError) {
        let advice =
            switch error {
            case .cannotListen(_, _, .inUse): ": stop it, or choose another address with --listen"
            case .cannotListen(_, _, .privileged): ": choose one from 1024 on with --listen"
            case .cannotListen: ": choose another address with --listen"
            case .unusableTLSFiles: " (--tls-certificate, --tls-key)"
            }
        self.init("\(error)\(advice)")
    }
}

extension RecordID {
    fileprivate var spelled: String { "record \(collection.rawValue)/\(account)/\(region)/\(name)" }
}

/// Runs what throws one floor's error, and makes that error a sentence.
func explained<R>(_ body: () async throws(StoreError) -> R) async throws(Failure) -> R {
    do throws(StoreError) { return try await body() } catch { throw Failure(error) }
}

func explained<R>(_ body: () async throws(RecordError) -> R) async throws(Failure) -> R {
    do throws(RecordError) { return try await body() } catch { throw Failure(error) }
}

func explained<R>(_ body: () async throws(RootKeyRotationError) -> R) async throws(Failure) -> R {
    do throws(RootKeyRotationError) { return try await body() } catch { throw Failure(error) }
}

func explained<R>(_ body: () throws(AuditFailure) -> R) throws(Failure) -> R {
    do throws(AuditFailure) { return try body() } catch { throw Failure("the audit trail: \(error.cause)") }
}

func explained<R>(_ body: () throws(RootKeyFileError) -> R) throws(Failure) -> R {
    do throws(RootKeyFileError) { return try body() } catch { throw Failure(error.description) }
}
