import AuditTrail
import Synchronization

/// Writes the head: a slot after each group of records and each change of the journal.
///
/// It is not synced after each: behind the log after a power loss it does no harm, and before it the log is synced.
final class HeadFile: Sendable {
    private struct State {
        var position: HeadPosition
        var nextSlot: Int
    }

    private let files: any FileAccess
    private let file: FileHandle
    private let key: ChainKey
    private let state: Mutex<State>

    /// Goes on with what is there, or makes it anew where no slot is whole.
    init(
        _ path: String, contents: Head.Contents?, position: HeadPosition, key: ChainKey, files: any FileAccess
    ) throws(AuditFailure) {
        if contents?.latest == nil { try files.replace(path, with: Head.initial(position, key: key)) }
        guard let file = try files.open(path) else { throw AuditFailure("the head is gone") }
        self.files = files
        self.file = file
        self.key = key
        let slot = contents?.latest == nil ? 0 : contents?.nextSlot ?? 0
        state = Mutex(State(position: position, nextSlot: slot))
    }

    var position: HeadPosition { state.withLock(\.position) }

    /// The log's end.
    func update(segment: Int64, sequence: Int64, value: ChainValue) throws(AuditFailure) {
        try update {
            $0.segment = segment
            $0.sequence = sequence
            $0.value = value
        }
    }

    /// The journal's end. What can't be written now is written with the next update.
    func update(journal: JournalPosition) {
        try? update { $0.journal = journal }
        state.withLock { $0.position.journal = journal }
        try? files.sync(file)
    }

    func close() {
        try? files.sync(file)
        files.close(file)
    }

    private func update(_ change: (inout HeadPosition) -> Void) throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in
            var position = state.position
            change(&position)
            let slot = Head.encode(position, key: key)
            try files.write(slot, to: file, at: Int64(state.nextSlot * Head.slotBytes))
            state.position = position
            state.nextSlot = 1 - state.nextSlot
        }
    }
}
