import Records

extension RecordStoreContract {
    static let indexScans = [
        ContractCheck("an index gives the records with a value from the range, both ends included") { subject in
            var records: [StoredRecord] = []
            for value in ["a", "b", "c", "d"] {
                let entries = [IndexEntry("kind", value), IndexEntry("other", "x")]
                records.append(try await subject.put(subject.id("record-\(value)"), indexes: entries))
            }
            for (from, through, expected) in [
                ("a", "d", 0..<4), ("b", "c", 1..<3), ("aa", "b", 1..<2), ("e", "f", 0..<0),
            ] {
                let hits = try await subject.hits(from: from, through: through)
                try requireSame(hits.map(\.record), Array(records[expected]), "from \(from) through \(through)")
            }
            try requireSame(try await subject.hits(from: "d", through: "a").map(\.record), [], "an upside-down range")
            try requireSame(try await subject.hits("none", from: "a", through: "d").map(\.record), [], "another index")
            try requireSame(try await subject.hits("other", from: "x", through: "x").map(\.record), records, "by x")
        },
        ContractCheck("an index is in order of value, account, Region, name, by UTF-8 bytes") { subject in
            let placed: [(String, RecordID)] = [
                ("B", subject.id("z")), ("a", subject.id("z", account: "", region: "")),
                ("a", subject.id("b", account: "1", region: "x")), ("a", subject.id("c", account: "1", region: "x")),
                ("a", subject.id("a", account: "1", region: "y")), ("a", subject.id("a", account: "2", region: "x")),
                ("b", subject.id("a", account: "1", region: "x")), ("é", subject.id("y")),
            ]
            for (value, id) in placed.reversed() { try await subject.put(id, indexes: [IndexEntry("kind", value)]) }
            let hits = try await subject.hits(from: "A", through: "\u{10FFFF}")
            try require(
                hits.map { Name($0.record.id) } == placed.map { Name($0.1) },
                "found \(hits.map { "\($0.position.value) \($0.record.id.name)" })")
            for (hit, (value, id)) in zip(hits, placed) {
                try require(
                    hit.position.value.utf8.elementsEqual(value.utf8) && Name(hit.position.id) == Name(id),
                    "the hit at \(value) has the position \(hit.position.value)")
            }
        },
        ContractCheck("pages of an index follow each other without a gap or a repetition") { subject in
            var records: [StoredRecord] = []
            for number in 100..<130 {
                let entries = [IndexEntry("kind", "\(number / 7)")]
                records.append(try await subject.put(subject.id("\(number)"), indexes: entries))
            }
            for limit in [1, 4, 29, 30, 31] {
                var found: [IndexHit] = []
                while true {
                    let page = try await subject.hits(
                        from: "0", through: "99", after: found.last?.position, limit: limit)
                    try require(page.count <= limit, "a page of \(limit) has \(page.count) hits")
                    found += page
                    if page.count < limit { break }
                }
                try requireSame(found.map(\.record), records, "all pages of \(limit)")
            }
        },
        ContractCheck("a page of an index may begin after a position that does not exist") { subject in
            var records: [StoredRecord] = []
            for value in ["b", "d", "f"] {
                records.append(try await subject.put(subject.id(value), indexes: [IndexEntry("kind", value)]))
            }
            func after(_ value: String, _ name: String) async throws -> [StoredRecord] {
                let position = IndexPosition(value: value, id: subject.id(name))
                return try await subject.hits(from: "c", through: "z", after: position).map(\.record)
            }
            try requireSame(try await after("a", "z"), Array(records[1...]), "after a position before the range")
            try requireSame(try await after("d", "a"), Array(records[1...]), "after a name before d's")
            try requireSame(try await after("d", "x"), [records[2]], "after a name behind d's")
            try requireSame(try await after("zz", ""), [], "after a position behind the range")
        },
        ContractCheck("a record is found by its present index entries only") { subject in
            let id = subject.id("a")
            try await subject.put(
                id, indexes: [IndexEntry("kind", "x"), IndexEntry("kind", "y"), IndexEntry("kind", "y")])
            try require(try await subject.hits(from: "x", through: "y").count == 2, "two values make two hits")
            let second = try await subject.put(
                id, version: 2, indexes: [IndexEntry("kind", "y"), IndexEntry("kind", "é")])
            let hits = try await subject.hits(from: "x", through: "\u{10FFFF}")
            try require(hits.map(\.position.value) == ["y", "é"], "found by \(hits.map(\.position.value))")
            try requireSame(hits.map(\.record), [second, second], "the hits")
            try await subject.put(id, version: 3, indexes: [IndexEntry("kind", "e\u{301}")])
            let composed = try await subject.hits(from: "é", through: "\u{10FFFF}")
            try require(composed.isEmpty, "found by a value that only looks the same")
            try await subject.store.commit([.delete(id, expectedVersion: 3)], erase: false)
            try require(try await subject.hits(from: "", through: "\u{10FFFF}").isEmpty, "a deleted record is found")
        },
    ]
}
