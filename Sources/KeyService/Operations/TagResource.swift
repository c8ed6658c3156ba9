import KMSModel

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
enum TagResource: KeyOperation {
    typealias Input = TagResourceRequest
    static let operation = KMSOperation.tagResource

    static func keyIdentifier(_ input: TagResourceRequest) -> String { input.keyId }

    static func requestTags(_ input: TagResourceRequest) -> [KeyTag]? { input.tags.map(KeyTag.init) }

    static func run(_ request: Authorized<TagResource>, in call: Call) async throws(Failure) {
        let tags = try TagRules.tags(request.input.tags)
        try await call.keys.edit(request.subject, in: call) { (key) throws(Failure) in
            for tag in tags { key.tags.set(tag) }
            try TagRules.checkCount(key.tags)
        }
    }
}
