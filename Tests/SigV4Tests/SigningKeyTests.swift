import Crypto
import Foundation
import Testing

@testable import SigV4

@Suite("Signing keys") struct SigningKeyTests {
    private struct Unreachable: Error {}

    private func scope(_ region: String) -> CredentialScope {
        CredentialScope(date: "20250101", region: region, service: "kms")
    }

    /// Tells keys apart.
    private func signature(_ key: SigningKey) -> [UInt8] { key.sign(Array("message".utf8)) }

    /// From AWS's documentation of deriving a signing key, which gave these values until 2023.
    @Test("are derived as AWS documents")
    func published() {
        let key = Array(SignedRequest.secret.utf8).withUnsafeBytes {
            SigningKey.derivedBytes(
                secret: $0, scope: CredentialScope(date: "20150830", region: "us-east-1", service: "iam"))
        }
        #expect(
            key.map { String(format: "%02x", $0) }.joined()
                == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9")
    }

    @Test("differ when any part of their scope or the secret differs")
    func different() {
        let scopes = [
            SignedRequest.scope, CredentialScope(date: "20250102", region: "eu-central-1", service: "kms"),
            CredentialScope(date: "20250101", region: "eu-central-2", service: "kms"),
            CredentialScope(date: "20250101", region: "eu-central-1", service: "sts"),
        ]
        let keys = ["a", "b"].flatMap { secret in
            scopes.map { signature(SigningKey.derive(secret: secret, scope: $0)) }
        }
        #expect(Set(keys).count == 8)
    }

    @Test("are derived once and then come from the cache")
    func cached() throws {
        let cache = SigningKeyCache(capacity: 4)
        var derived = 0
        for _ in 0..<3 {
            let key = cache.key(accessKeyID: "A", secretVersion: "1", scope: scope("r")) {
                derived += 1
                return SigningKey.derive(secret: "s", scope: scope("r"))
            }
            #expect(signature(key) == signature(SigningKey.derive(secret: "s", scope: scope("r"))))
        }
        #expect(derived == 1)
    }

    @Test("are cached apart for each access key, version of its secret, and part of the scope")
    func cachedApart() {
        let cache = SigningKeyCache(capacity: 100)
        var names: [(String, String, CredentialScope)] = []
        for id in ["A", "B"] {
            for version in ["1", "2"] {
                for date in ["20250101", "20250102"] {
                    for region in ["r", "q"] {
                        for service in ["kms", "sts"] {
                            names.append((id, version, CredentialScope(date: date, region: region, service: service)))
                        }
                    }
                }
            }
        }
        for round in 0..<2 {
            for (id, version, scope) in names {
                var hasDerived = false
                let key = cache.key(accessKeyID: id, secretVersion: version, scope: scope) {
                    hasDerived = true
                    return SigningKey.derive(secret: id + version, scope: scope)
                }
                #expect(hasDerived == (round == 0))
                #expect(signature(key) == signature(SigningKey.derive(secret: id + version, scope: scope)))
            }
        }
        #expect(cache.count == 32)
    }

    @Test("are cached up to the capacity and no further", arguments: [2, 3, 10])
    func bounded(capacity: Int) {
        let cache = SigningKeyCache(capacity: capacity)
        let key = SigningKey.derive(secret: "s", scope: scope("r"))
        for number in 0..<100 {
            _ = cache.key(accessKeyID: "\(number)", secretVersion: "", scope: scope("r")) { key }
            #expect(cache.count <= capacity)
        }
        #expect(cache.count >= capacity / 2)
    }

    @Test("stay in the cache while they are used, however many others come")
    func usedStay() {
        let cache = SigningKeyCache(capacity: 10)
        let key = SigningKey.derive(secret: "s", scope: scope("r"))
        var derived = 0
        for number in 0..<100 {
            _ = cache.key(accessKeyID: "often", secretVersion: "", scope: scope("r")) {
                derived += 1
                return key
            }
            for other in 0..<3 {
                _ = cache.key(accessKeyID: "\(number)-\(other)", secretVersion: "", scope: scope("r")) { key }
            }
        }
        #expect(derived == 1)
    }

    @Test("are not cached if deriving them fails")
    func failures() {
        let cache = SigningKeyCache(capacity: 10)
        #expect(throws: Unreachable.self) {
            try cache.key(accessKeyID: "A", secretVersion: "", scope: scope("r")) { () throws(Unreachable) in
                throw Unreachable()
            }
        }
        #expect(cache.count == 0)
    }

    @Test("come right from a cache that many threads use at once")
    func concurrent() async {
        let cache = SigningKeyCache(capacity: 8)
        await withTaskGroup(of: Bool.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    (0..<500).allSatisfy { number in
                        let id = "\((number * 7 + worker) % 20)"
                        let scope = SignedRequest.scope
                        let key = cache.key(accessKeyID: id, secretVersion: "", scope: scope) {
                            SigningKey.derive(secret: id, scope: scope)
                        }
                        return signature(key) == signature(SigningKey.derive(secret: id, scope: scope))
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(cache.count <= 8)
    }
}
