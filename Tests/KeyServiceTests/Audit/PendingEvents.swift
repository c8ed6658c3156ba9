import AWSJSON
import Records

extension World {
    /// The records of what no call tells of, since they were asked for last, in order of time.
    func drained() async throws -> [JSONValue] {
        var events: [JSONValue] = []
        while true {
            let page = try await sealed.scan(
                PendingEvent.self, index: PendingEvent.timeIndex, from: "", through: PendingEvent.timeValue(.max),
                after: nil, limit: 100)
            if page.isEmpty { return events }
            events += try page.map { try JSONValue(parsing: Array($0.found.value.json.utf8)) }
            try await sealed.commit(page.map { .delete($0.found.value.recordID, expectedVersion: $0.found.version) })
        }
    }
}
