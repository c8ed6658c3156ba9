import AWSJSON
import Crypto
import Testing

@testable import AuditTrail

@Suite struct LogTests {
    @Test func a_line_s_value_is_the_hmac_of_the_value_before_and_the_rest() {
        var line: [UInt8] = []
        var chain = Chain(key: Sample.chainKey, after: .logStart)
        chain.append(AuditEntry(account: "1", region: "r", json: Array("{}".utf8)), to: &line)
        let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
        let message = [UInt8](repeating: 0, count: 32) + Array("1 r {}".utf8)
        let mac = Hex.encode(HMAC<SHA256>.authenticationCode(for: message, using: key))
        #expect(String(decoding: line, as: UTF8.self) == "\(mac) 1 r {}\n")
        #expect(chain.value.hex == mac)
    }

    @Test func a_line_break_in_a_record_becomes_a_space() {
        var line: [UInt8] = []
        var chain = Chain(key: Sample.chainKey, after: .logStart)
        chain.append(AuditEntry(account: "1", region: "r", json: Array("{\n}".utf8)), to: &line)
        #expect(line.filter { $0 == 0x0A }.count == 1)
        var reading = Chain(key: Sample.chainKey, after: .logStart)
        let follows = reading.follow(line.span.extracting(0..<line.count - 1))
        #expect(follows)
    }

    @Test func a_segment_reads_back_what_was_written() throws {
        let header = SegmentHeader(segment: 3, firstSequence: 10, previous: .logStart, journal: .start)
        var bytes: [UInt8] = []
        var writer = SegmentWriter(beginning: header, key: Sample.chainKey, to: &bytes)
        let entries = (0..<3).map { Sample.event($0).entry() }
        for entry in entries { writer.append(entry, to: &bytes) }
        var records: [SegmentRecord] = []
        let contents = try SegmentReader.read(bytes, key: Sample.chainKey) { record, _ throws(Never) in
            records.append(record)
        }
        #expect(contents.header == header)
        #expect(contents.damage == nil)
        #expect(contents.lastSequence == 12)
        #expect(contents.value == writer.value)
        #expect(records.map(\.sequence) == [10, 11, 12])
        #expect(records.map { Array(bytes[$0.json]) } == entries.map(\.json))
        #expect(records.map(\.account) == entries.map(\.account))
    }

    @Test func a_writer_goes_on_where_a_reader_ended() throws {
        var bytes: [UInt8] = []
        let header = SegmentHeader(segment: 1, firstSequence: 1, previous: .logStart, journal: .start)
        var writer = SegmentWriter(beginning: header, key: Sample.chainKey, to: &bytes)
        writer.append(Sample.event(1).entry(), to: &bytes)
        let torn = bytes + Array("00112233".utf8)
        let contents = try SegmentReader.read(torn, key: Sample.chainKey) { _, _ throws(Never) in }
        #expect(contents.damage == SegmentDamage(kind: .torn, sequence: 2, offset: bytes.count))
        #expect(contents.goodBytes == bytes.count)
        var resumed = SegmentWriter(resuming: contents, key: Sample.chainKey)
        resumed.append(Sample.event(2).entry(), to: &bytes)
        #expect(try SegmentReader.read(bytes, key: Sample.chainKey) { _, _ throws(Never) in }.lastSequence == 2)
    }

    @Test func segments_are_named_by_twenty_digits() {
        #expect(SegmentWriter.fileName(42) == "00000000000000000042.log")
        #expect(SegmentWriter.segment(ofFileName: "00000000000000000042.log") == 42)
        for name in ["42.log", "0000000000000000004x.log", "00000000000000000042", "+0000000000000000042.log"] {
            #expect(SegmentWriter.segment(ofFileName: name) == nil)
        }
    }

    @Test func the_head_s_later_slot_counts_and_a_torn_one_does_not() {
        let key = Sample.chainKey
        func position(_ sequence: Int64) -> HeadPosition {
            HeadPosition(segment: 1, sequence: sequence, value: .logStart, journal: .start)
        }
        let (one, two) = (Head.encode(position(1), key: key), Head.encode(position(2), key: key))
        #expect(one.count == Head.slotBytes)
        #expect(Head.decode(one + two, key: key) == Head.Contents(latest: position(2), badSlots: [], nextSlot: 0))
        #expect(Head.decode(two + one, key: key) == Head.Contents(latest: position(2), badSlots: [], nextSlot: 1))
        var torn = two
        torn[30] ^= 1
        #expect(Head.decode(one + torn, key: key) == Head.Contents(latest: position(1), badSlots: [1], nextSlot: 1))
        #expect(Head.decode(torn + torn, key: key) == Head.Contents(latest: nil, badSlots: [0, 1], nextSlot: 0))
        #expect(Head.decode([], key: key).latest == nil)
        #expect(Head.decode(one + two, key: Sample.chainKey(seed: 9)).latest == nil)
    }

    @Test func journal_entries_read_back() {
        let entries: [JournalEntry] = [
            .file(
                DeliveredFile(
                    path: "AWSLogs/ü", segment: 1, trail: "arn", account: "1", region: "r", records: 2,
                    oldestEventTime: 3, newestEventTime: 4, hash: "h", storedHash: "s", bucket: "b")),
            .segment(ClosedSegment(segment: 1, firstSequence: 1, lastSequence: 2, value: .logStart)),
            .digest(
                DeliveredDigest(
                    path: "p", trail: nil, account: "1", region: "r", start: 1, end: 2, hash: "h", storedHash: "s",
                    signature: "aa", bucket: "b")),
            // As releases wrote it that did not tell the bucket.
            .digest(
                DeliveredDigest(
                    path: "p", trail: nil, account: "1", region: "r", start: 1, end: 2, hash: "h", storedHash: "s",
                    signature: "aa")),
            .gap(MissingRecords(segment: 1, firstSequence: 2, lastSequence: 3, reason: "a \"crash\"\n")),
            .removed(RemovedFiles(paths: ["a", "b"], throughSequence: 9, time: 1)),
        ]
        var bytes: [UInt8] = []
        var writer = JournalWriter(key: Sample.chainKey)
        for entry in entries { writer.append(entry, to: &bytes) }
        var read: [JournalEntry] = []
        let contents = JournalReader.read(bytes, key: Sample.chainKey) { entry, _ in read.append(entry) }
        #expect(read == entries)
        #expect(contents.damage == nil)
        #expect(contents.position == writer.position)
        #expect(writer.position.length == Int64(bytes.count))
    }

    @Test func a_journal_goes_on_behind_its_removed_beginning() {
        var writer = JournalWriter(key: Sample.chainKey)
        var removed: [UInt8] = []
        writer.append(.removed(RemovedFiles(paths: [], throughSequence: 1, time: 1)), to: &removed)
        let continued = ContinuedJournal(position: writer.position, segment: 0, sequence: 0, value: .logStart)
        var kept: [UInt8] = []
        writer.append(.removed(RemovedFiles(paths: [], throughSequence: 2, time: 1)), to: &kept)
        let bytes = JournalWriter.beginning(with: continued, key: Sample.chainKey) + kept
        let contents = JournalReader.read(bytes, key: Sample.chainKey) { _, _ in }
        #expect(contents.continued == continued)
        #expect(contents.damage == nil)
        #expect(contents.position == writer.position)
    }

    @Test func a_beginning_may_stand_first_only() {
        var bytes: [UInt8] = []
        var writer = JournalWriter(key: Sample.chainKey)
        writer.append(.removed(RemovedFiles(paths: [], throughSequence: 1, time: 1)), to: &bytes)
        writer.append(
            .continued(ContinuedJournal(position: .start, segment: 0, sequence: 0, value: .logStart)), to: &bytes)
        #expect(JournalReader.read(bytes, key: Sample.chainKey) { _, _ in }.damage?.line == 2)
    }
}
