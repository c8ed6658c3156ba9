import FoundationEssentials

/// What a client of AWS signs with, found where AWS's own clients find it
/// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
struct ClientCredentials: Equatable {
    var accessKeyID: String
    var secret: String
    var sessionToken: String?

    init(_ environment: [String: String]) throws(Failure) {
        if let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] {
            accessKeyID = id
            self.secret = secret
            sessionToken = environment["AWS_SESSION_TOKEN"]
            return
        }
        let home = environment["HOME"] ?? ""
        let path = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials"
        let profile = environment["AWS_PROFILE"] ?? "default"
        guard let file = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure("no credentials: AWS_ACCESS_KEY_ID is not set, and \(path) can't be read")
        }
        guard let found = Self(profile: profile, of: file) else {
            throw Failure("\(path) has no access key for the profile \(profile)")
        }
        self = found
    }

    /// `file` is the text of a shared credentials file.
    init?(profile: String, of file: String) {
        var section = ""
        var values: [String: String] = [:]
        for line in file.split(whereSeparator: \.isNewline).map(trimmed) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(trimmed(line.dropFirst().dropLast()))
            } else if section == profile, let sign = line.firstIndex(of: "="), !"#;".contains(line[line.startIndex]) {
                values[trimmed(line[..<sign]).lowercased()] = String(trimmed(line[line.index(after: sign)...]))
            }
        }
        guard let id = values["aws_access_key_id"], let secret = values["aws_secret_access_key"] else { return nil }
        accessKeyID = id
        self.secret = secret
        sessionToken = values["aws_session_token"]
    }
}

private func trimmed(_ text: Substring) -> Substring {
    let head = text.drop(while: \.isWhitespace)
    return head.lastIndex { !$0.isWhitespace }.map { head[...$0] } ?? ""
}
