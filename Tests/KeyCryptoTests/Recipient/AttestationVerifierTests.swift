import Testing

@testable import KeyCrypto

@Suite("An attestation document") struct AttestationVerifierTests {
    let vectors: AttestationVectors

    init() throws { vectors = try AttestationVectors.all() }

    @Test(
        "is accepted, tagged or not, of definite or indefinite lengths",
        arguments: try AttestationVectors.all().accepted)
    func accepted(vector: AttestationVectors.Accepted) throws {
        let document = try vectors.verify(vector.document.bytes)
        #expect(document.moduleID == "i-0123456789abcdef0-enc0123456789abcdef")
        #expect(document.timestampMilliseconds == vectors.now - 1000)
        let pcrs = Dictionary(uniqueKeysWithValues: vectors.pcrs.map { (Int($0), $1.bytes) })
        #expect(document.pcrs == pcrs)
        #expect(document.publicKeyDER == vectors.enclaveKeys.first?.publicKey.bytes)
        #expect(document.userData == nil)
        #expect(document.nonce == vectors.nonce.bytes)
    }

    @Test(
        "is refused for its certificates, its algorithm or its signature",
        arguments: try AttestationVectors.all().refused)
    func refused(vector: AttestationVectors.Refused) throws {
        let error = #expect(throws: AttestationError.self) { try vectors.verify(vector.document.bytes) }
        #expect(error.map { "\($0)" } == vector.error)
    }

    @Test("is valid for as long as all its certificates are", arguments: try AttestationVectors.all().moments)
    func moments(moment: AttestationVectors.Moment) throws {
        let document = try #require(vectors.accepted.first).document.bytes
        if moment.isValid {
            #expect(throws: Never.self) { try vectors.verifier.verify(document, nowMilliseconds: moment.at) }
        } else {
            #expect(throws: AttestationError.expired) {
                try vectors.verifier.verify(document, nowMilliseconds: moment.at)
            }
        }
    }

    @Test("proves nothing under another root than its own, AWS's included")
    func anotherRoot() throws {
        let document = try #require(vectors.accepted.first).document.bytes
        for root in [vectors.anotherRoot.bytes, AttestationVerifier.awsNitroRoot] {
            #expect(throws: AttestationError.certificateInvalid) {
                try AttestationVerifier(rootDER: root).verify(document, nowMilliseconds: vectors.now)
            }
        }
    }

    @Test("gains nothing from a bundle that begins with the trusted root but whose path leads elsewhere")
    func foreignPath() throws {
        var fields = try vectors.fields
        let foreign = [AttestationVerifier.awsNitroRoot] + vectors.bundle.dropFirst().map(\.bytes)
        fields[.text("cabundle")] = .array(foreign.map { .bytes($0) })
        let document = try vectors.signed(CBORItem.map(fields).encoded)
        #expect(throws: AttestationError.certificateInvalid) {
            try AttestationVerifier(rootDER: AttestationVerifier.awsNitroRoot)
                .verify(document, nowMilliseconds: vectors.now)
        }
    }

    @Test("is refused after any change of its signature, and of its other bytes in a sample")
    func tampered() throws {
        let document = try #require(vectors.accepted.first).document.bytes
        let sample = Array(stride(from: 0, to: document.count - 96, by: 11)) + document.indices.suffix(96)
        for place in sample {
            var changed = document
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(throws: AttestationError.self, "byte \(place)") { try vectors.verify(changed) }
        }
    }

    @Test("is refused with bytes missing at its end or added to it")
    func cut() throws {
        let document = try #require(vectors.accepted.first).document.bytes
        for count in stride(from: 0, to: document.count, by: 17) {
            #expect(throws: AttestationError.malformed) { try vectors.verify(Array(document[..<count])) }
        }
        #expect(throws: AttestationError.malformed) { try vectors.verify(document + [0xF6]) }
    }

    @Test("is refused if it is longer than any document, even by nothing but empty pieces of its payload")
    func oversized() throws {
        let document = try #require(vectors.accepted.first).document.bytes
        let payload = try COSESign1(parsing: document).payload
        let start = document.count - 98 - payload.count - 3
        func padded(_ pieces: Int) -> [UInt8] {
            document[..<start] + [0x5F] + document[start..<(document.count - 98)]
                + [UInt8](repeating: 0x40, count: pieces) + [0xFF] + document.suffix(98)
        }
        #expect(throws: Never.self) { try vectors.verify(padded(1000)) }
        #expect(throws: AttestationError.malformed) { try vectors.verify(padded(20_000)) }
    }

    @Test("never brings the verifier down, whatever its bytes")
    func fuzz() throws {
        var generator = Generator(seed: 20_240_510)
        let document = try #require(vectors.accepted.first).document.bytes
        for _ in 0..<2000 {
            let noise = generator.bytes(Int.random(in: 0..<200, using: &generator))
            let place = Int.random(in: 0..<document.count, using: &generator)
            let changed = document[..<place] + noise + document[place...].dropFirst(noise.count)
            #expect(throws: AttestationError.malformed) { try vectors.verify(noise) }
            guard changed != document[...] else { continue }
            #expect(throws: AttestationError.self) { try vectors.verify(Array(changed)) }
        }
    }

    @Test("never brings the verifier down even when an enclave signed nonsense")
    func signedNonsense() throws {
        var generator = Generator(seed: 20_240_511)
        let payload = CBORItem.map(try vectors.fields).encoded
        var refusals = 0
        for _ in 0..<500 {
            var changed = payload
            for _ in 0..<3 { changed[Int.random(in: 0..<changed.count, using: &generator)] = generator.bytes(1)[0] }
            do {
                _ = try vectors.verify(vectors.signed(changed))
            } catch is AttestationError {
                refusals += 1
            }
        }
        #expect(refusals > 300)
    }
}
