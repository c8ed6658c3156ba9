import Records

extension RecordStoreContract {
    static let scans = [
        ContractCheck("a scan gives the records of one collection, account and Region") { subject in
            let other = Collection(rawValue: "other")
            let records = try await subject.putAll([
                subject.id("a"), subject.id("b"), subject.id("c", account: "444455556666"),
                subject.id("d", region: "eu-west-1"), subject.id("e", collection: other),
            ])
            try requireSame(try await subject.page(), Array(records[0...1]), "the scan")
            try requireSame(try await subject.page(account: "444455556666"), [records[2]], "another account's")
            try requireSame(try await subject.page(region: "eu-west-1"), [records[3]], "another Region's")
            try requireSame(try await subject.page(account: ""), [], "no account's")
        },
        ContractCheck("a scan is in order of the names' UTF-8 bytes") { subject in
            let names = ["", " ", "A", "B", "a", "aa", "b", "e\u{301}", "z", "~", "é", "\u{FFFD}", "\u{10000}"]
            let records = try await subject.putAll(names.map { subject.id($0) }.reversed())
            try requireSame(try await subject.page(), records.reversed(), "the scan")
        },
        ContractCheck("pages of a scan follow each other without a gap or a repetition") { subject in
            let records = try await subject.putAll((100..<137).map { subject.id("\($0)") })
            for limit in [1, 5, 36, 37, 38] {
                var found: [StoredRecord] = []
                while true {
                    let page = try await subject.page(after: found.last?.id.name, limit: limit)
                    try require(page.count <= limit, "a page of \(limit) has \(page.count) records")
                    found += page
                    if page.count < limit { break }
                }
                try requireSame(found, records, "all pages of \(limit)")
            }
        },
        ContractCheck("a page may begin after a name that does not exist, or is empty") { subject in
            let records = try await subject.putAll(["", "b", "d"].map { subject.id($0) })
            try requireSame(try await subject.page(after: ""), Array(records[1...]), "after the empty name")
            try requireSame(try await subject.page(after: "c"), [records[2]], "after c")
            try requireSame(try await subject.page(after: "d"), [], "after d")
        },
    ]
}
