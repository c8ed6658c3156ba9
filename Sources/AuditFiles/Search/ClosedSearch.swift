internal import AuditTrail

/// Looks records up in the closed files of one segment, newest first.
struct ClosedSearch {
    let directory: String
    let files: [CandidateFile]

    func search(_ gathering: inout Gathering) throws(AuditFailure) {
        var readers: [Int: BlockReader] = [:]
        // How many candidates of each file are left: their records interleave.
        var left = files.map(\.ordinals.count)
        while let next = newest(left) {
            left[next] -= 1
            let file = files[next]
            if readers[next] == nil { readers[next] = try reader(file) }
            // Retention has taken it away meanwhile.
            guard let reader = readers[next] else {
                left[next] = 0
                continue
            }
            let json = try reader.record(file.ordinals[left[next]])
            guard gathering.match.matches(json, account: file.account, region: file.region) else { continue }
            let position = EventPosition(sequence: file.sequences[left[next]])
            let event = FoundEvent(position: position, json: json, account: file.account, region: file.region)
            guard gathering.take(event) else { return }
        }
    }

    private func newest(_ left: [Int]) -> Int? {
        var best: Int?
        var sequence = Int64.min
        for index in files.indices where left[index] > 0 && files[index].sequences[left[index] - 1] > sequence {
            best = index
            sequence = files[index].sequences[left[index] - 1]
        }
        return best
    }

    private func reader(_ file: CandidateFile) throws(AuditFailure) -> BlockReader? {
        guard let bytes = try FileBytes(directory + "/" + file.path) else { return nil }
        return BlockReader(bytes, blocks: file.blocks)
    }
}
