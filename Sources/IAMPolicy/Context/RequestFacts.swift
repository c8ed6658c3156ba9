/// What is known of any request: what condition keys about the network and the request ask for
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
public struct RequestFacts: Hashable, Sendable {
    /// Milliseconds since 1970.
    public var time: Int64
    /// The Region's code.
    public var region: String
    /// An IPv4 or IPv6 address; nil if it is not known.
    public var sourceIP: String?
    /// Whether it came over TLS.
    public var isSecureTransport: Bool
    public var userAgent: String?
    public var referer: String?

    public init(
        time: Int64, region: String, sourceIP: String? = nil, isSecureTransport: Bool, userAgent: String? = nil,
        referer: String? = nil
    ) {
        self.time = time
        self.region = region
        self.sourceIP = sourceIP
        self.isSecureTransport = isSecureTransport
        self.userAgent = userAgent
        self.referer = referer
    }
}

/// What is known of what a request is about: what condition keys about tags and the resource ask for.
public struct ResourceFacts: Hashable, Sendable {
    /// 12 digits; nil if there is no resource.
    public var account: String?
    /// The resource's own tags: `aws:ResourceTag/…`.
    public var tags: [CallerFacts.Tag]
    /// Tags in the request: `aws:RequestTag/…`. Nil if it has none.
    public var requestTags: [CallerFacts.Tag]?
    /// The keys of tags in the request: `aws:TagKeys`. Nil if it has none.
    public var tagKeys: [String]?

    public init(
        account: String? = nil, tags: [CallerFacts.Tag] = [], requestTags: [CallerFacts.Tag]? = nil,
        tagKeys: [String]? = nil
    ) {
        self.account = account
        self.tags = tags
        self.requestTags = requestTags
        self.tagKeys = tagKeys ?? requestTags?.map(\.key)
    }
}
