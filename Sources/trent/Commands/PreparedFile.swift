import FoundationEssentials
import LoadGenerator

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keys and users that `trent bench` made, for its next runs against the same server. Only its owner may read it.
struct PreparedFile {
    let path: String

    /// What is in the file and, made now and added to it, what the plan needs beyond that.
    func completed(for plan: LoadPlan) async throws -> PreparedLoad {
        var plan = plan
        plan.prepared = try read()
        let completed = try await plan.prepare()
        if completed != plan.prepared { try write(completed.text) }
        return completed
    }

    func read() throws -> PreparedLoad {
        guard Files.exists(path) else { return PreparedLoad() }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let load = PreparedLoad(text: text) else {
            throw Failure("\(path) holds no keys and users that bench made")
        }
        return load
    }

    func write(_ text: String) throws {
        let partial = path + ".partial"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, let file = fdopen(descriptor, "w") else { throw Failure("\(partial) can't be made") }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten, rename(partial, path) == 0 else {
            throw Failure("\(path) can't be written")
        }
    }
}
