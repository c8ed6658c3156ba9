import AWSJSON

/// How large a record and its fields may be
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html and
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html): texts are cut, objects
/// left out whole, with a note in their place.
public enum AuditLimits {
    /// `userAgent`, `errorMessage` and the Host header.
    public static let textBytesMax = 1024
    /// `requestParameters`, `responseElements` and `serviceEventDetails`.
    public static let objectBytesMax = 100 * 1024
    public static let additionalEventDataBytesMax = 28 * 1024
    /// A whole record.
    public static let recordBytesMax = 256 * 1024

    /// The text, cut at the end of a character if it is too long.
    static func text(_ text: String) -> String {
        guard text.utf8.count > textBytesMax else { return text }
        let utf8 = Array(text.utf8.prefix(textBytesMax + 1))
        var end = textBytesMax
        while end > 0, utf8[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: utf8[..<end], as: UTF8.self)
    }

    /// What stands in the place of an object that is too large.
    static func omission(of field: String, bytes: Int) -> [UInt8] {
        var json = JSONWriter(reserving: 96)
        json.beginObject()
        json.name("omitted")
        json.bool(true)
        json.name("originalSize")
        json.int(Int64(bytes))
        json.member("reason", "\(field) too large")
        json.endObject()
        return json.bytes
    }
}
