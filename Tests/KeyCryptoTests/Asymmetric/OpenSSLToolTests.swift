import Foundation
import KeyCrypto
import Testing

private let openssl = "/usr/bin/openssl"

/// The `openssl` command reads our encodings; version 3.0 knows neither ML-DSA nor ML-KEM.
@Suite("The openssl command", .enabled(if: FileManager.default.isExecutableFile(atPath: openssl)))
struct OpenSSLToolTests {
    static let specs = AsymmetricKeySpec.allCases.filter { !$0.rawValue.hasPrefix("ML_") }

    @Test("reads public keys and writes the same", arguments: specs)
    func publicKeys(spec: AsymmetricKeySpec) throws {
        let der = try TestKeys.key(spec).publicKey.der
        let arguments = ["pkey", "-pubin", "-pubcheck", "-inform", "DER", "-outform", "DER", "-pubout"]
        #expect(try run(arguments, on: der) == der)
    }

    @Test("reads private keys, finds them sound, and derives the same public keys", arguments: specs)
    func privateKeys(spec: AsymmetricKeySpec) throws {
        let key = try TestKeys.key(spec)
        let arguments = ["pkey", "-check", "-inform", "DER", "-outform", "DER", "-pubout"]
        #expect(try run(arguments, on: bytes(of: key.pkcs8())) == key.publicKey.der)
    }

    /// What the command writes to its standard output; `-check` writes a line of its own before it.
    private func run(_ arguments: [String], on input: [UInt8]) throws -> [UInt8] {
        let (process, standardInput, standardOutput) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = FileHandle.nullDevice
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let verdict = Data("Key is valid\n".utf8)
        return [UInt8](output.starts(with: verdict) ? output.dropFirst(verdict.count) : output)
    }
}
