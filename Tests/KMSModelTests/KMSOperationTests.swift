import Testing

@testable import KMSModel

@Suite struct KMSOperationTests {
    @Test(arguments: KMSOperation.allCases)
    func `every operation is found by its target`(_ operation: KMSOperation) {
        #expect(KMSOperation(target: "TrentService.\(operation.rawValue)") == operation)
    }

    @Test(arguments: [
        "", "TrentService", "TrentService.", "Encrypt", "TrentService.encrypt", "trentservice.Encrypt",
        "TrentService.Encrypt ", "TrentService.Encrypt.", "TrentService_20141101.Encrypt",
        "TrentService.List\u{212A}eys",
    ])
    func `other targets name none`(_ target: String) {
        #expect(KMSOperation(target: target) == nil)
    }

    @Test func `some operations answer without a body`() {
        let silent: Set<KMSOperation> = [
            .createAlias, .deleteAlias, .disableKey, .disableKeyRotation, .enableKey, .enableKeyRotation, .putKeyPolicy,
            .retireGrant, .revokeGrant, .tagResource, .untagResource, .updateAlias, .updateKeyDescription,
            .updatePrimaryRegion,
        ]
        #expect(Set(KMSOperation.allCases.filter { !$0.hasResponseBody }) == silent)
    }
}
