import NIOCore

/// The users by whom a load is signed: IAM's API, at the same endpoint.
extension Preparation {
    private static let policyName = "load"
    /// They may do with all keys what the keys' policies leave to the account.
    private static let policy =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#

    func createUser(_ name: String, noting made: MadeLoad) async throws(LoadError) {
        _ = try await query("CreateUser", [("UserName", name)])
        do throws(LoadError) {
            _ = try await query(
                "PutUserPolicy",
                [("UserName", name), ("PolicyName", Self.policyName), ("PolicyDocument", Self.policy)])
            let reply = try await query("CreateAccessKey", [("UserName", name)])
            guard let id = reply.element("AccessKeyId"), let secret = reply.element("SecretAccessKey") else {
                throw .noAnswer(action: "CreateAccessKey", reason: "the reply has no access key")
            }
            made.add(user: .init(name: name, caller: LoadCaller(accessKeyID: id, secret: secret)))
        } catch {
            try? await deleteUser(named: name)
            throw error
        }
    }

    func deleteUser(_ user: PreparedLoad.User) async throws(LoadError) {
        _ = try await query("DeleteAccessKey", [("UserName", user.name), ("AccessKeyId", user.caller.accessKeyID)])
        try await deleteUser(named: user.name)
    }

    private func deleteUser(named name: String) async throws(LoadError) {
        // It may not have got it yet.
        _ = try? await query("DeleteUserPolicy", [("UserName", name), ("PolicyName", Self.policyName)])
        _ = try await query("DeleteUser", [("UserName", name)])
    }

    /// https://docs.aws.amazon.com/IAM/latest/APIReference/programming.html
    private func query(_ action: String, _ members: [(String, String)]) async throws(LoadError) -> Reply {
        let pairs = [("Action", action), ("Version", "2010-05-08")] + members
        let body = pairs.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
        var request = SignedRequests(
            to: plan.endpoint, headers: [("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
            service: "iam", region: Self.region(ofIAMFor: plan.region), bodies: [Array(body.utf8)],
            callers: [plan.caller])
        return try await call(action, &request)
    }

    /// In whose name IAM's requests are signed in a Region's partition
    /// (https://docs.aws.amazon.com/general/latest/gr/iam-service.html).
    private static func region(ofIAMFor region: String) -> String {
        if region.hasPrefix("cn-") { return "cn-north-1" }
        return region.hasPrefix("us-gov-") ? "us-gov-west-1" : "us-east-1"
    }

    private func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Reply {
    /// The text of an XML element without children, the first of its name.
    fileprivate func element(_ name: String) -> String? {
        let text = String(buffer: body)
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
