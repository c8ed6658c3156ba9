import AuditFiles
import AuditTrail
import Synchronization

/// Files in memory that remember what was synced, and can fail at any operation.
final class MemoryFiles: FileAccess {
    enum Fault {
        /// This operation and all later ones fail: the process is gone.
        case crash(at: Int)
        /// This operation fails.
        case once(at: Int)
        /// Files with this in their path can't be removed.
        case kept(String)
        /// Writes fail, having written half, until it is lifted.
        case full
    }

    private struct Node {
        var bytes: [UInt8] = []
        var synced: [UInt8] = []
    }

    private struct State {
        var nodes: [Int32: Node] = [:]
        var names: [String: Int32] = [:]
        var durable: [String: Int32] = [:]
        var directories: Set<String> = ["/"]
        var next: Int32 = 1
        var operations = 0
        var fault: Fault?
    }

    private let state: Mutex<State>

    init() { state = Mutex(State()) }
    private init(_ state: State) { self.state = Mutex(state) }

    var operations: Int { state.withLock(\.operations) }
    var fault: Fault? {
        get { state.withLock(\.fault) }
        set { state.withLock { $0.fault = newValue } }
    }

    /// What is there after a crash of the process, or after a power loss.
    func survivors(ofPowerLoss isPowerLoss: Bool) -> MemoryFiles {
        state.withLock { state in
            var left = state
            left.fault = nil
            left.operations = 0
            if isPowerLoss {
                left.names = left.durable
                left.nodes = left.nodes.mapValues { Node(bytes: $0.synced, synced: $0.synced) }
            }
            return MemoryFiles(left)
        }
    }

    /// Changes a file's bytes.
    func change(_ path: String, _ change: @Sendable (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard let id = state.names[path] else { return }
            change(&state.nodes[id, default: Node()].bytes)
        }
    }

    var paths: [String] { state.withLock { $0.names.keys.sorted() } }

    private func operate<R: Sendable>(
        _ operation: (inout State) throws(AuditFailure) -> R
    ) throws(AuditFailure) -> R {
        try state.withLock { state throws(AuditFailure) in
            state.operations += 1
            if case .crash(let at) = state.fault, state.operations >= at { throw AuditFailure("crashed") }
            if case .once(let at) = state.fault, state.operations == at { throw AuditFailure("failed") }
            return try operation(&state)
        }
    }

    func makeDirectory(_ path: String) throws(AuditFailure) -> Bool {
        try operate { $0.directories.insert(path).inserted }
    }

    func create(_ path: String) throws(AuditFailure) -> FileHandle {
        try operate { state throws(AuditFailure) in
            guard state.names[path] == nil else { throw AuditFailure("\(path) exists") }
            guard state.directories.contains(Self.parent(path)) else { throw AuditFailure("no folder for \(path)") }
            let id = state.next
            state.next += 1
            state.nodes[id] = Node()
            state.names[path] = id
            return FileHandle(id: id)
        }
    }

    func open(_ path: String) throws(AuditFailure) -> FileHandle? {
        try operate { $0.names[path].map { FileHandle(id: $0) } }
    }

    func close(_ file: FileHandle) {}

    func write(_ bytes: [UInt8], to file: FileHandle, at offset: Int64) throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in
            state.operations += 1
            var count = bytes.count
            switch state.fault {
            case .crash(let at):
                if state.operations > at { throw AuditFailure("crashed") }
                if state.operations == at { count /= 2 }
            case .once(let at): if state.operations == at { count /= 2 }
            case .full: count /= 2
            case .kept, nil: break
            }
            var content = state.nodes[file.id]?.bytes ?? []
            let end = Int(offset) + count
            if content.count < end { content += [UInt8](repeating: 0, count: end - content.count) }
            content.replaceSubrange(Int(offset)..<end, with: bytes[..<count])
            state.nodes[file.id]?.bytes = content
            if count < bytes.count { throw AuditFailure("no space") }
        }
    }

    func truncate(_ file: FileHandle, to length: Int64) throws(AuditFailure) {
        try operate { state in
            guard let bytes = state.nodes[file.id]?.bytes else { return }
            state.nodes[file.id]?.bytes = Array(bytes.prefix(Int(length)))
        }
    }

    func sync(_ file: FileHandle) throws(AuditFailure) {
        try operate { state in
            let bytes = state.nodes[file.id]?.bytes ?? []
            state.nodes[file.id]?.synced = bytes
        }
    }

    func syncDirectory(_ path: String) throws(AuditFailure) {
        try operate { state in
            state.durable = state.durable.filter { Self.parent($0.key) != path }
            for (name, id) in state.names where Self.parent(name) == path { state.durable[name] = id }
        }
    }

    func rename(_ path: String, to target: String) throws(AuditFailure) {
        try operate { state throws(AuditFailure) in
            guard let id = state.names.removeValue(forKey: path) else { throw AuditFailure("no \(path)") }
            guard state.directories.contains(Self.parent(target)) else { throw AuditFailure("no folder for \(target)") }
            state.names[target] = id
        }
    }

    func link(_ path: String, to target: String) throws(AuditFailure) {
        try operate { state throws(AuditFailure) in
            guard let id = state.names[path] else { throw AuditFailure("no \(path)") }
            state.names[target] = id
        }
    }

    func remove(_ path: String) throws(AuditFailure) {
        try operate { state throws(AuditFailure) in
            if case .kept(let part) = state.fault, path.contains(part) { throw AuditFailure("can't remove") }
            state.names[path] = nil
        }
    }

    func read(_ path: String) throws(AuditFailure) -> [UInt8]? {
        state.withLock { state in state.names[path].flatMap { state.nodes[$0]?.bytes } }
    }

    func exists(_ path: String) -> Bool { state.withLock { $0.names[path] != nil || $0.directories.contains(path) } }
    func isDirectory(_ path: String) -> Bool { state.withLock { $0.directories.contains(path) } }

    func list(_ path: String) throws(AuditFailure) -> [String] {
        state.withLock { state -> [String] in
            let all: [String] = Array(state.names.keys) + Array(state.directories)
            let inside = all.filter { $0 != "/" && Self.parent($0) == path }
            return inside.map { String($0.dropFirst(path.count + 1)) }
        }
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
