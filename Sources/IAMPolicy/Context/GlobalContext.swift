/// The values of AWS's global condition keys, those that begin with `aws:`. A service has its own keys and asks this one
/// for all others
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
///
/// There are no organizations, VPCs, and services that call for others here: their keys are absent, but for
/// `aws:ViaAWSService` and `aws:PrincipalIsAWSService`, which are always present.
public struct GlobalContext: ConditionContext {
    public var caller: CallerFacts
    public var request: RequestFacts
    public var resource: ResourceFacts

    public init(caller: CallerFacts, request: RequestFacts, resource: ResourceFacts = ResourceFacts()) {
        self.caller = caller
        self.request = request
        self.resource = resource
    }

    public func values(of key: ConditionKey) -> ConditionValues? {
        if let tag = key.part { return tags(of: key.name)?.value(of: tag).map { .one($0) } }
        if key.name == "aws:tagkeys" { return resource.tagKeys.map { .many($0) } }
        return (principalValue(of: key.name) ?? sessionValue(of: key.name) ?? requestValue(of: key.name)).map {
            .one($0)
        }
    }

    private func tags(of name: String) -> [CallerFacts.Tag]? {
        switch name {
        case "aws:principaltag": caller.tags
        case "aws:resourcetag": resource.tags
        case "aws:requesttag": resource.requestTags
        default: nil
        }
    }

    private func principalValue(of name: String) -> String? {
        switch name {
        case "aws:principalarn": caller.service == nil ? caller.principalARN : nil
        case "aws:principalaccount": caller.service == nil ? caller.account : nil
        case "aws:principaltype": caller.type.rawValue
        case "aws:userid": caller.service == nil ? caller.userID : nil
        case "aws:username": caller.username
        case "aws:principalisawsservice": caller.service == nil ? "false" : "true"
        case "aws:principalservicename": caller.service
        case "aws:viaawsservice": "false"
        default: nil
        }
    }

    private func sessionValue(of name: String) -> String? {
        switch name {
        case "aws:tokenissuetime": caller.session.map { ISOTime.text($0.issued) }
        case "aws:multifactorauthpresent": caller.session.map { $0.hasMFA ? "true" : "false" }
        case "aws:sourceidentity": caller.session?.sourceIdentity
        case "aws:federatedprovider": caller.session?.federatedProvider
        default: nil
        }
    }

    private func requestValue(of name: String) -> String? {
        switch name {
        case "aws:currenttime": ISOTime.text(request.time)
        case "aws:epochtime": String(request.time / 1000)
        case "aws:sourceip": request.sourceIP
        case "aws:securetransport": request.isSecureTransport ? "true" : "false"
        case "aws:useragent": request.userAgent
        case "aws:referer": request.referer
        case "aws:requestedregion": request.region
        case "aws:resourceaccount": resource.account
        default: nil
        }
    }
}

extension [CallerFacts.Tag] {
    /// Condition keys don't tell upper from lower case, tags' keys in them included.
    fileprivate func value(of key: String) -> String? {
        let folded = key.lowercased()
        return first { $0.key.utf8.elementsEqual(key.utf8) }?.value ?? first { $0.key.lowercased() == folded }?.value
    }
}
