/// Records hold ARNs as partition `aws` names them; who asks from another partition is told its own.
extension String {
    static let recordPartition = "aws"

    /// An ARN in another partition; anything else stays as it is.
    func named(in partition: String) -> String {
        guard utf8.starts(with: "arn:".utf8) else { return self }
        let rest = utf8.dropFirst("arn:".utf8.count)
        guard let end = rest.firstIndex(of: UInt8(ascii: ":")) else { return self }
        return "arn:\(partition)\(Substring(rest[end...]))"
    }

    /// Of an ARN; empty for anything else.
    var partition: String {
        guard utf8.starts(with: "arn:".utf8) else { return "" }
        return String(decoding: utf8.dropFirst("arn:".utf8.count).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    }

    func isNamed(in partition: String) -> Bool { utf8.starts(with: "arn:\(partition):".utf8) }
}
