import AuditFiles
import AuditTrail
import Glibc

/// Makes a trail of many records: a thousand keys, of which a few are used most, a hundred users.
final class BigTrail {
    static let keys = 1000
    static let start: Int64 = 1_780_000_000_000
    private static let perSegment = 28_000

    private let directory: String
    private let index: EventIndex
    private(set) var fileBytes = 0
    private var random = SystemRandomNumberGenerator()
    private var sequence: Int64 = 0

    init(directory: String) throws {
        self.directory = directory
        index = try EventIndex(directory: directory, isReadOnly: false)
    }

    static func key(_ number: Int) -> String {
        let digits = String(number)
        let filled = String(repeating: "0", count: 12 - digits.count) + digits
        return "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-\(filled)"
    }

    func fill(records: Int) throws {
        var segment: Int64 = 0
        while sequence < records {
            segment += 1
            try close(segment, records: min(Self.perSegment, records - Int(sequence)))
        }
        try index.close()
    }

    func indexBytes() throws -> Int {
        var status = stat()
        guard stat(directory + "/index.sqlite", &status) == 0 else { throw AuditFailure("there is no index") }
        return Int(status.st_size)
    }

    private func close(_ segment: Int64, records: Int) throws {
        let path = "\(segment).json.gz"
        var file = IndexedLogFile(segment: segment, path: path, account: "111122223333", region: "us-east-1")
        var gzip = try LogFileWriter()
        for _ in 0..<records {
            sequence += 1
            let json = record()
            try gzip.append(json[...])
            try file.append(json, sequence: sequence)
        }
        try gzip.finish()
        file.finish(blocks: gzip.blocks)
        fileBytes += gzip.bytes.count
        guard let handle = fopen(directory + "/" + path, "w"),
            fwrite(gzip.bytes, 1, gzip.bytes.count, handle) == gzip.bytes.count, fclose(handle) == 0
        else { throw AuditFailure("\(path) can't be written") }
        try index.add([file], ofSegment: segment)
    }

    /// Twenty a second.
    private func record() -> [UInt8] {
        let time = Self.start + sequence * 50
        let id = EventID.make(time: time, randomness: (0..<10).map { _ in UInt8.random(in: 0...255, using: &random) })
        // Half of the calls go to one in a hundred keys; the last key is used once in a hundred thousand calls.
        let number =
            sequence % 100_000 == 5
            ? Self.keys - 1
            : Int.random(in: 0..<(sequence % 2 == 0 ? 10 : Self.keys - 1), using: &random)
        let isRare = sequence % 1_000_000 == 7
        let name = isRare ? "ScheduleKeyDeletion" : ["Decrypt", "GenerateDataKey", "Encrypt"][Int(sequence % 3)]
        let user = Int.random(in: 0..<100, using: &random)
        let request = EventID.make(time: time, randomness: Array(id.utf8))
        return Array(
            """
            {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDACKCEVSQ6C2EXAMP\(user)",\
            "arn":"arn:aws:iam::111122223333:user/user-\(user)","accountId":"111122223333",\
            "accessKeyId":"AKIAIOSFODNN7EXAM\(user)","userName":"user-\(user)"},\
            "eventTime":"\(UTCTime(milliseconds: time).iso8601)","eventSource":"kms.amazonaws.com",\
            "eventName":"\(name)","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.\(user)",\
            "userAgent":"aws-sdk-go-v2/1.30 os/linux lang/go#1.23","requestParameters":\
            {"keyId":"\(Self.key(number))","encryptionAlgorithm":"SYMMETRIC_DEFAULT",\
            "encryptionContext":{"tenant":"t-\(user)"}},"responseElements":null,"requestID":"\(request)",\
            "eventID":"\(id)","readOnly":\(!isRare),"resources":[{"accountId":"111122223333",\
            "type":"AWS::KMS::Key","ARN":"\(Self.key(number))"}],"eventType":"AwsApiCall",\
            "managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}
            """.utf8)
    }
}
