import Synchronization

/// The memory for long bodies, which all connections share: what a stranger may send until it is known who he is must not
/// add up to more than a machine has.
final class BodyRoom: Sendable {
    /// Of a body, in bytes, for which there is always room: enough for nearly all requests.
    static let bytesAlways = 16 << 10
    /// In which more is taken as more comes.
    static let bytesOfStep = 64 << 10

    private let bytesMax: Int
    private let taken = Atomic<Int>(0)

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// - Returns: nil if there is not as much left.
    func take(_ bytes: Int) -> Part? {
        guard taken.add(bytes, ordering: .relaxed).newValue <= bytesMax else {
            giveBack(bytes)
            return nil
        }
        return Part(bytes, of: self)
    }

    fileprivate func giveBack(_ bytes: Int) { taken.subtract(bytes, ordering: .relaxed) }

    /// Given back when nobody holds it any more.
    final class Part: Sendable {
        private let bytes: Int
        private let room: BodyRoom

        fileprivate init(_ bytes: Int, of room: BodyRoom) {
            self.bytes = bytes
            self.room = room
        }

        deinit { room.giveBack(bytes) }
    }
}
