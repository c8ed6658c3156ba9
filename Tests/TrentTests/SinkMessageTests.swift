import AuditTrail
import Testing

@testable import trent

/// https://www.rfc-editor.org/rfc/rfc5424
@Suite struct SinkMessageTests {
    private let sender = SyslogMessage.Sender(host: "kms-1", process: 42)

    private func message(_ json: String, from sender: SyslogMessage.Sender? = nil, isWhole: Bool = true) -> String {
        let entry = AuditEntry(account: "111122223333", region: "eu-west-1", json: Array(json.utf8))
        let bytes = SyslogMessage.bytes(of: entry, from: sender ?? self.sender, isWhole: isWhole)
        return String(decoding: bytes, as: UTF8.self)
    }

    private let call =
        #"{"eventVersion":"1.11","eventTime":"2026-11-25T07:40:08Z","eventSource":"kms.amazonaws.com","eventName":"Decrypt","eventID":"e1"}"#

    @Test func aRecordIsTheTextOfItsMessage() {
        #expect(
            message(call)
                == #"<109>1 2026-11-25T07:40:08Z kms-1 trent 42 Decrypt [trent@32473 eventID="e1" eventName="Decrypt" eventSource="kms.amazonaws.com" account="111122223333" region="eu-west-1"] "#
                + call)
    }

    @Test func aRefusedCallIsAWarning() {
        let refused = message(#"{"eventName":"Decrypt","errorCode":"AccessDenied"}"#)
        #expect(refused.hasPrefix("<108>1 - kms-1 trent 42 Decrypt [trent@32473 "))
        #expect(refused.contains(#" errorCode="AccessDenied""#))
        #expect(message(#"{"errorCode":null}"#).hasPrefix("<109>"))
        #expect(message(#"{"requestParameters":{"errorCode":"x"}}"#).hasPrefix("<109>"), "only the record's own counts")
    }

    @Test func aLongNameIsCutInTheHeaderAlone() {
        let text = message(#"{"eventName":"GenerateDataKeyPairWithoutPlaintext"}"#)
        #expect(text.contains(" trent 42 GenerateDataKeyPairWithoutPlaint [") == true)
        #expect(text.contains(#" eventName="GenerateDataKeyPairWithoutPlaintext""#))
    }

    @Test func aMessageIsOneLineWhoseFieldsNothingCanForge() {
        let text = message(#"{"eventName":"a b\n<1>","errorCode":"]\\\" x=\"\u0000y"}"#)
        #expect(text.hasPrefix(#"<108>1 - kms-1 trent 42 ab<1> [trent@32473 eventName="a b <1>" "#))
        #expect(text.contains(#" errorCode="\]\\\" x=\" y" "#))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test(arguments: [("", "-"), ("k m\u{7}s", "kms"), ("höst", "hst"), (String(repeating: "h", count: 300), "h")])
    func aHostIsPrintableOrADash(host: String, written: String) {
        let field = message(call, from: SyslogMessage.Sender(host: host, process: 1)).split(separator: " ")[2]
        #expect(field == (written == "h" ? String(repeating: "h", count: 255) : written))
    }

    @Test func whatCannotBeReadIsSentAsItIs() {
        for json in ["", "[]", "{", #"{"eventName":1}"#] {
            #expect(
                message(json)
                    == #"<109>1 - kms-1 trent 42 - [trent@32473 account="111122223333" region="eu-west-1"] "# + json)
        }
    }

    @Test func aMessageWithoutItsRecordSaysHowLongThatIs() {
        let text = message(call, isWhole: false)
        #expect(text.hasSuffix(#" region="eu-west-1" recordBytes="\#(call.utf8.count)"]"#))
        #expect(text.contains(#" eventID="e1" "#))
    }
}
