import Gateway
import Testing

@testable import HTTPFront

@Suite struct HandshakePeekTests {
    /// A ServerHello with a session id of so many bytes.
    private func hello(_ suite: UInt16, sessionIDBytes: Int) -> [UInt8] {
        let head: [UInt8] = [22, 3, 3, 0, 90, 2, 0, 0, 86, 3, 3]
        let sessionID = [UInt8(sessionIDBytes)] + Array(repeating: 7, count: sessionIDBytes)
        return head + Array(repeating: 9, count: 32) + sessionID + [UInt8(suite >> 8), UInt8(suite & 255), 0, 0, 0]
    }

    @Test(arguments: [0, 32]) func `the suite stands behind the session id`(sessionIDBytes: Int) {
        let agreement = TLSAgreement(serverHello: hello(0x1302, sessionIDBytes: sessionIDBytes))
        #expect(agreement?.wire.cipherSuite == "TLS_AES_256_GCM_SHA384")
        #expect(agreement?.wire.version == "TLSv1.3")
    }

    @Test func `what is no whole ServerHello says nothing`() {
        let whole = hello(0xC02F, sessionIDBytes: 32)
        #expect(TLSAgreement(serverHello: whole)?.wire.cipherSuite == "ECDHE-RSA-AES128-GCM-SHA256")
        for count in 0..<(44 + 32 + 2) { #expect(TLSAgreement(serverHello: whole.prefix(count)) == nil) }
        #expect(TLSAgreement(serverHello: [21] + whole.dropFirst()) == nil)
        var other = whole
        other[5] = 11
        #expect(TLSAgreement(serverHello: other) == nil)
    }
}
