public import Synchronization

/// Immutable values by name, as last read from the store. Bounded: two generations, of which the elder is forgotten
/// when the younger is full; what is used moves to the younger.
///
/// A value read from the store while it is being changed must not get in after the change was announced: a reader takes
/// a ticket before it reads, and `insert` refuses a value whose ticket is older than the last `forget`.
public final class SnapshotCache<Name: Hashable & Sendable, Value: Sendable>: Sendable {
    public struct Ticket: Sendable {
        @usableFromInline let epoch: UInt64

        @inlinable init(epoch: UInt64) { self.epoch = epoch }
    }

    // Inlinable, so that it is specialized for what other rooms keep in it.
    @usableFromInline struct State {
        @usableFromInline var younger: [Name: Value] = [:]
        @usableFromInline var elder: [Name: Value] = [:]
        @usableFromInline var epoch: UInt64 = 0
        @usableFromInline var hits = 0
        @usableFromInline var misses = 0

        @inlinable init() {}
    }

    @usableFromInline let generationSizeMax: Int
    @usableFromInline let state: Mutex<State>

    /// - Parameter capacity: the greatest number of values held, at least 2.
    @inlinable public init(capacity: Int) {
        generationSizeMax = max(1, capacity / 2)
        state = Mutex(State())
    }

    /// - Returns: nil if it is not held.
    @inlinable public func find(_ name: Name) -> Value? {
        state.withLock { state in
            if let value = state.younger[name] {
                state.hits += 1
                return value
            }
            guard let value = state.elder.removeValue(forKey: name) else {
                state.misses += 1
                return nil
            }
            state.hits += 1
            insert(value, name, into: &state)
            return value
        }
    }

    /// To be taken before the store is read.
    @inlinable public func ticket() -> Ticket { Ticket(epoch: state.withLock { $0.epoch }) }

    /// Holds a value, unless something was forgotten since the ticket was taken.
    @inlinable public func insert(_ value: Value, for name: Name, ticket: Ticket) {
        state.withLock { state in
            guard state.epoch == ticket.epoch else { return }
            insert(value, name, into: &state)
        }
    }

    @inlinable public func forget(_ name: Name) {
        state.withLock { state in
            state.epoch += 1
            state.younger[name] = nil
            state.elder[name] = nil
        }
    }

    @inlinable public func forgetAll() {
        state.withLock { state in
            state.epoch += 1
            state.younger = [:]
            state.elder = [:]
        }
    }

    /// How many values are held, and how often `find` found one and did not.
    @inlinable public var statistics: (count: Int, hits: Int, misses: Int) {
        state.withLock { ($0.younger.count + $0.elder.count, $0.hits, $0.misses) }
    }

    @inlinable func insert(_ value: Value, _ name: Name, into state: inout State) {
        if state.younger.count >= generationSizeMax, state.younger[name] == nil {
            state.elder = state.younger
            state.younger = [:]
        }
        state.younger[name] = value
    }
}
