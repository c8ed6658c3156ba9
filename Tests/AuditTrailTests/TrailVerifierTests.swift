import AWSJSON
import Testing

@testable import AuditTrail

@Suite struct TrailVerifierTests {
    @Test(arguments: [[3], [0], [2, 3, 0, 4, 2], [1, 2, 1, 2, 5, 3, 0]])
    func a_whole_trail_has_no_findings(segments: [Int]) throws {
        let (findings, totals) = try SmallTrail(segments: segments).verified()
        #expect(findings == [])
        #expect(totals.records == Int64(segments.reduce(0, +)))
        #expect(totals.lastSequence == Int64(segments.reduce(0, +)))
        #expect(totals.closedSegments == segments.count - 1)
        #expect(totals.digestFiles == (segments.count - 1) / 2)
    }

    @Test func several_live_segments_are_followed() throws {
        let (findings, totals) = try SmallTrail(segments: [2, 3, 4, 5], live: 3).verified()
        #expect(findings == [])
        #expect(totals.liveSegments == 3)
        #expect(totals.liveRecords == 12)
    }

    @Test func an_empty_directory_has_no_findings() throws {
        var trail = try SmallTrail(segments: [1])
        trail.contents = [:]
        #expect(try trail.verified().findings == [])
    }

    /// Each byte of a small trail; one bit of it, another one for each.
    @Test func any_change_of_a_byte_is_found() throws {
        let trail = try SmallTrail(segments: [1])
        for (path, bytes) in trail.contents.sorted(by: { $0.key < $1.key }) {
            for offset in bytes.indices { try expectFound(trail, path, offset, bit: offset % 8) }
        }
    }

    @Test(arguments: 0..<12)
    func any_change_of_a_byte_is_found_in_any_trail(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let segments = (0..<Int.random(in: 2...6, using: &random)).map { _ in Int.random(in: 0...4, using: &random) }
        let trail = try SmallTrail(segments: segments, live: Int.random(in: 1...2, using: &random))
        for (path, bytes) in trail.contents.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<8 {
                guard let offset = bytes.indices.randomElement(using: &random) else { continue }
                try expectFound(trail, path, offset, bit: Int.random(in: 0..<8, using: &random))
            }
        }
    }

    @Test func any_removed_or_swapped_line_is_found() throws {
        let trail = try SmallTrail(segments: [2, 2, 3, 3], live: 2)
        for (path, bytes) in trail.contents where path.hasSuffix(".log") {
            let lines = bytes.split(separator: 0x0A).map { $0 + [0x0A] }
            for index in lines.indices {
                var removed = lines
                removed.remove(at: index)
                try expectFound(trail, path, removed, "line \(index) removed")
                try expectFound(trail, path, lines[...index] + lines[index...], "line \(index) doubled")
                guard index > 0 else { continue }
                var swapped = lines
                swapped.swapAt(index - 1, index)
                try expectFound(trail, path, swapped, "line \(index) swapped with the one before")
            }
        }
    }

    @Test(arguments: 0..<8)
    func any_cut_off_end_is_found(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let trail = try SmallTrail(segments: [1, 1, 2, 2], live: 2)
        for (path, bytes) in trail.contents.sorted(by: { $0.key < $1.key }) {
            let lineEnds = bytes.indices.filter { bytes[$0] == 0x0A }.dropLast().map { $0 + 1 }
            let places = (0..<4).compactMap { _ in bytes.indices.randomElement(using: &random) }
            for count in lineEnds + places + [bytes.count - 1] {
                var cut = trail
                cut.contents[path] = Array(bytes[..<count])
                #expect(try cut.verified().totals.findings > 0, "\(path) cut off at \(count)")
            }
        }
    }

    @Test func any_missing_or_added_file_is_found() throws {
        let trail = try SmallTrail(segments: [1, 1, 2, 2], live: 2)
        for path in trail.contents.keys {
            var missing = trail
            missing.contents[path] = nil
            #expect(try missing.verified().totals.findings > 0, "\(path) missing")
        }
        for path in ["AWSLogs/x.json.gz", "live/x.log", "trails/111122223333/one/AWSLogs/x.json.gz"] {
            var added = trail
            added.contents[path] = [1]
            let findings = try added.verified().findings
            #expect(findings.map(\.kind) == [.unknown])
            #expect(findings.map(\.path) == [path])
        }
    }

    @Test func a_finding_names_file_and_record() throws {
        var trail = try SmallTrail(segments: [2, 3])
        let path = TrailPath.live(2)
        let bytes = try #require(trail.contents[path])
        let lines = bytes.split(separator: 0x0A)
        let offset = lines[0].count + lines[1].count + 2
        trail.contents[path]?[offset + 100] ^= 1
        let finding = try #require(try trail.verified().findings.first)
        #expect(finding.kind == .changed)
        #expect(finding.path == path)
        #expect(finding.sequence == 4)
        #expect(finding.offset == offset)
    }

    @Test func a_missing_tail_names_the_records_that_the_head_knows() throws {
        var trail = try SmallTrail(segments: [2, 3])
        let path = TrailPath.live(2)
        let lines = try #require(trail.contents[path]).split(separator: 0x0A)
        trail.contents[path] = Array(lines[..<2].joined(separator: [0x0A]) + [0x0A])
        let findings = try trail.verified().findings
        #expect(findings.map(\.kind) == [.truncated])
        #expect(findings.first?.sequence == 4)
        #expect(findings.first?.detail == "records 4 to 5 are missing from the end")
    }

    @Test func a_line_being_written_is_harmless() throws {
        var trail = try SmallTrail(segments: [2, 3])
        trail.contents[TrailPath.live(2)]?.append(contentsOf: Array("0123".utf8))
        let (findings, totals) = try trail.verified()
        #expect(findings.map(\.kind) == [.unfinished])
        #expect(totals.findings == 0)
        #expect(totals.notes == 1)
    }

    @Test func another_chain_key_finds_nothing_whole() throws {
        let trail = try SmallTrail(segments: [1, 1])
        let verifier = TrailVerifier(reader: trail, key: Sample.chainKey(seed: 8), publicKeys: trail.publicKeys)
        #expect(try verifier.verify { _ in }.findings > 0)
    }

    @Test func a_digest_of_an_unknown_key_is_found() throws {
        let trail = try SmallTrail(segments: [1, 1, 1])
        var kinds: [TrailFinding.Kind] = []
        _ = try TrailVerifier(reader: trail, key: Sample.chainKey, publicKeys: []).verify { kinds.append($0.kind) }
        #expect(kinds == [.signature])
    }

    @Test func removed_files_with_a_word_in_the_journal_are_no_findings() throws {
        var trail = try SmallTrail(segments: [1, 1, 1, 1, 1])
        let digests = trail.contents.keys.filter { $0.contains("CloudTrail-Digest") && $0.hasSuffix(".gz") }.sorted()
        let first = try #require(digests.first)
        let content = try #require(trail.contents[first])
        let file = try #require(DigestFile(json: Array(content.dropFirst())))
        let paths = file.logFiles.map(\.object) + [first]
        for path in paths {
            trail.contents[path] = nil
            trail.contents[DigestFile.metadataPath(of: path)] = nil
        }
        #expect(try trail.verified().totals.findings > 0)
        trail.append(.removed(RemovedFiles(paths: paths, throughSequence: 2, time: Sample.time)))
        let (findings, totals) = try trail.verified()
        #expect(findings == [])
        #expect(totals.removedFiles == 3)
    }

    /// A trail whose journal goes on after it was read once.
    private final class GrowingTrail: TrailReader {
        let trail: SmallTrail
        var earlier: [UInt8]?

        init(_ trail: SmallTrail, earlier: [UInt8]) {
            self.trail = trail
            self.earlier = earlier
        }

        func files() -> [String] { trail.files() }
        func inflated(_ bytes: [UInt8]) -> [UInt8]? { trail.inflated(bytes) }

        func read(_ path: String) -> [UInt8]? {
            guard path == TrailPath.journal, let earlier else { return trail.read(path) }
            self.earlier = nil
            return earlier
        }
    }

    @Test func files_that_are_removed_while_it_is_verified_are_not_missing() throws {
        var trail = try SmallTrail(segments: [1, 1, 1, 1, 1])
        let (journal, head) = (trail.contents[TrailPath.journal] ?? [], trail.contents[TrailPath.head])
        let digest = try #require(trail.contents.keys.filter { $0.contains("Digest") && $0.hasSuffix(".gz") }.min())
        let content = try #require(trail.contents[digest])
        let file = try #require(DigestFile(json: Array(content.dropFirst())))
        let paths = file.logFiles.map(\.object) + [digest]
        for path in paths {
            trail.contents[path] = nil
            trail.contents[DigestFile.metadataPath(of: path)] = nil
        }
        func found(_ trail: SmallTrail) throws -> [String] {
            var found: [String] = []
            let reader = GrowingTrail(trail, earlier: journal)
            _ = try TrailVerifier(reader: reader, key: Sample.chainKey, publicKeys: trail.publicKeys).verify {
                found.append($0.path)
            }
            return found.sorted()
        }
        #expect(try found(trail) == (paths + [DigestFile.metadataPath(of: digest)]).sorted())
        var later = trail
        later.append(.removed(RemovedFiles(paths: Array(paths.dropFirst()), throughSequence: 2, time: Sample.time)))
        later.contents[TrailPath.head] = head
        #expect(try found(later) == [paths[0]])
        // A journal that was put back tells nothing.
        later.contents[TrailPath.journal] = Array(journal.prefix { $0 != 0x0A }) + [0x0A]
        #expect(try found(later).count == 4)
    }

    @Test func a_journal_without_its_beginning_goes_on() throws {
        var trail = try SmallTrail(segments: [1, 1, 1, 1, 1])
        let bytes = try #require(trail.contents[TrailPath.journal])
        var entries: [(JournalEntry, JournalPosition)] = []
        _ = JournalReader.read(bytes, key: Sample.chainKey) { entries.append(($0, $1)) }
        // Two files, two segments and their digest.
        let position = entries[4].1
        guard case .segment(let last) = entries[3].0 else { throw AuditFailure("not a segment") }
        let beginning = JournalWriter.beginning(
            with: ContinuedJournal(
                position: position, segment: last.segment, sequence: last.lastSequence, value: last.value),
            key: Sample.chainKey)
        trail.contents[TrailPath.journal] = beginning + bytes[Int(position.length)...]
        for (entry, _) in entries[..<5] {
            switch entry {
            case .file(let file): trail.contents[file.path] = nil
            case .digest(let digest):
                trail.contents[digest.path] = nil
                trail.contents[DigestFile.metadataPath(of: digest.path)] = nil
            default: break
            }
        }
        let (findings, totals) = try trail.verified()
        #expect(findings == [])
        #expect(totals.records == 3)
        #expect(totals.lastSequence == 5)
    }

    @Test func a_gap_in_the_journal_is_told() throws {
        var trail = try SmallTrail(segments: [1, 1])
        trail.append(.gap(MissingRecords(segment: 2, firstSequence: 3, lastSequence: 4, reason: "a crash")))
        #expect(try trail.verified().findings.map(\.kind) == [.gap])
    }

    private func expectFound(_ trail: SmallTrail, _ path: String, _ offset: Int, bit: Int) throws {
        var changed = trail
        changed.contents[path]?[offset] ^= 1 << UInt8(bit)
        #expect(try changed.verified().totals.findings > 0, "bit \(bit) of byte \(offset) of \(path)")
    }

    private func expectFound(
        _ trail: SmallTrail, _ path: String, _ lines: some Sequence<ArraySlice<UInt8>>, _ what: Comment
    ) throws {
        var changed = trail
        changed.contents[path] = Array(lines.joined())
        #expect(try changed.verified().totals.findings > 0, what)
    }
}
