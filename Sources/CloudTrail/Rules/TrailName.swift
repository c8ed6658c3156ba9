import AuditTrail
import CloudTrailModel

/// A trail's ARN (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html).
struct TrailARN: Hashable, Sendable {
    var partition: String
    var region: String
    /// 12 digits.
    var account: String
    var name: String

    var text: String { "arn:\(partition):cloudtrail:\(region):\(account):trail/\(name)" }
}

/// How a request names a trail.
enum TrailName: Hashable, Sendable {
    case name(String)
    case arn(TrailARN)

    /// The longest text that is looked at.
    private static let bytesMax = 256

    init(parsing text: String) throws(Failure) {
        guard !text.isEmpty else { throw .trailName("Trail name or ARN can not be blank.") }
        guard text.utf8.starts(with: "arn:".utf8) else {
            try TrailNameRules.check(text)
            self = .name(text)
            return
        }
        guard let arn = Self.parse(text) else {
            throw .malformedTrailARN
        }
        try TrailNameRules.check(arn.name)
        self = .arn(arn)
    }

    private static func parse(_ text: String) -> TrailARN? {
        guard text.utf8.count <= bytesMax else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[2] == "cloudtrail", !parts[1].isEmpty, !parts[3].isEmpty,
            parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let resource = parts[5].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard resource.count == 2, resource[0] == "trail" else { return nil }
        return TrailARN(partition: parts[1], region: parts[3], account: parts[4], name: resource[1])
    }
}

/// What AWS asks of a trail's name
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html).
enum TrailNameRules {
    static let lengths = 3...128

    static func check(_ name: String) throws(Failure) {
        let bytes = Array(name.utf8)
        guard bytes.count >= lengths.lowerBound else {
            throw .trailName(
                "Trail name too short. Minimum allowed length: 3 characters. "
                    + "Specified name length: \(bytes.count) characters.")
        }
        guard bytes.count <= lengths.upperBound else {
            throw .trailName(
                "Trail name too long. Maximum allowed length: 128 characters. "
                    + "Specified name length: \(bytes.count) characters.")
        }
        guard bytes.allSatisfy({ isLetterOrDigit($0) || isMark($0) }) else {
            throw .trailName("A trail name can only have letters, digits, periods, hyphens and underscores.")
        }
        guard isLetterOrDigit(bytes[0]), isLetterOrDigit(bytes[bytes.count - 1]) else {
            throw .trailName("A trail name must start and end with a letter or a digit.")
        }
        guard !zip(bytes, bytes.dropFirst()).contains(where: { isMark($0) && isMark($1) }) else {
            throw .trailName("A trail name can't have adjacent periods, hyphens or underscores.")
        }
        guard !isAddress(name) else { throw .trailName("A trail name can't have the form of an IP address.") }
    }

    /// Names of digest files have the trail's name in them, and the server's own trail has one too.
    static func checkNew(_ name: String) throws(Failure) {
        try check(name)
        guard name.lowercased() != DeliveryTarget.builtInName else {
            throw .trailName("The trail name \(name) is that of the server's own audit trail.")
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    static func isAddress(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension Failure {
    static let malformedTrailARN = Failure.refused(
        .cloudTrailARNInvalidException, "The ARN of a trail has the form arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME.")

    fileprivate static func trailName(_ message: String) -> Failure { .refused(.invalidTrailNameException, message) }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLowerCaseLetter: Bool { (0x61...0x7A).contains(self) }
    var isLetter: Bool { isLowerCaseLetter || (0x41...0x5A).contains(self) }
}
