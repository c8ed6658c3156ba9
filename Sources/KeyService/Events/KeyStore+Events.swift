import KMSModel
import KeyCrypto
import Records

/// Events in the record store. Each is written in the commit of the change that it is about: there is no change without its
/// event, and no event without its change.
extension KeyStore {
    /// The change that writes an event down.
    /// `key`: as it is after the change; of a set of keys that changed, the primary one.
    func change(
        for event: KeyEvent, of key: KeyRecord, at now: Int64, _ randomness: any Randomness
    ) -> Change {
        store.put(event.pending(of: key, at: now, randomness), over: 0)
    }

    /// Nothing is copied where there is no other key.
    func changes(
        forSynchronizing others: [Key], with primary: KeyRecord, at now: Int64, _ randomness: any Randomness
    ) -> [Change] {
        others.isEmpty ? [] : [change(for: .synchronization, of: primary, at: now, randomness)]
    }
}
