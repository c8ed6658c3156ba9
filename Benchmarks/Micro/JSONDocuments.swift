import AWSJSON
import KMSModel
import ServiceModel

private let context = #""EncryptionContext":{"tenant":"t-0001","purpose":"backup","path":"/var/lib/data/0001"}"#
private let keyARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

let generateDataKeyBody = Array(#"{"KeyId":"\#(keyARN)","KeySpec":"AES_256",\#(context)}"#.utf8)

/// Requests read and checked against the model, an answer written.
func jsonDocuments() -> [Operation] {
    let plaintext = Blob(pattern(4096))
    var writer = JSONWriter()
    writer.blob(plaintext)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    let encrypt = Array(#"{"KeyId":"\#(keyARN)","Plaintext":\#(text),\#(context)}"#.utf8)
    let answer = GenerateDataKeyResponse(
        ciphertextBlob: Blob(pattern(137)), plaintext: Blob(pattern(32)), keyId: keyARN,
        keyMaterialId: String(repeating: "0123456789abcdef", count: 4))
    return [
        Operation("JSON: decode GenerateDataKey") {
            try RequestDecoder.decode(GenerateDataKeyRequest.self, from: generateDataKeyBody).keySpec == .aes256
        },
        Operation("JSON: decode Encrypt of 4 KiB") {
            try RequestDecoder.decode(EncryptRequest.self, from: encrypt).plaintext == plaintext
        },
        Operation("JSON: encode the answer of GenerateDataKey") { answer.encoded().count > 400 },
    ]
}
