import Foundation
import SigV4
import Testing

/// Random requests that botocore signed (`Tools/botocore_signatures.py`).
@Suite("Requests signed by botocore") struct BotocoreTests {
    @Test("are verified")
    func verified() throws {
        let all = try Self.all()
        #expect(all.count == 300)
        for signed in all { #expect(signed.refusal == nil, "\(signed.request)") }
    }

    @Test("are verified whatever the order of differently named headers, and with headers added that are not signed")
    func indifferent() throws {
        for signed in try Self.all() {
            let names = Set(signed.request.headers.map(\.name)).sorted(by: >)
            var headers = names.flatMap { name in signed.request.headers.filter { $0.name == name } }
            headers.append(("via", "1.1 proxy"))
            #expect(signed.altered { $0.request.headers = headers }.refusal == nil)
        }
    }

    @Test("are refused once anything the signature covers is altered", arguments: Alteration.all)
    func altered(alteration: Alteration) throws {
        var altered = 0
        for signed in try Self.all() {
            guard let other = try alteration.apply(signed) else { continue }
            #expect(other.refusal == .signatureMismatch, "\(other.request)")
            altered += 1
        }
        #expect(altered > 20)
    }

    @Test("are refused once any one of the signed headers is altered, repeated or removed")
    func everyHeader() throws {
        for signed in try Self.all() {
            for name in try SignatureClaim(of: signed.request).authorization.signedHeaders where name != "x-amz-date" {
                let value = try #require(signed.request[header: name])
                // `Date` has a form to keep, and is altered by a table of its own.
                guard name != "date" else { continue }
                let changed = signed.altered { $0.request[header: name] = value + "x" }
                #expect(changed.refusal == .signatureMismatch)
                let repeated = signed.altered { $0.request.headers.append((name, value)) }
                #expect(repeated.refusal == .signatureMismatch)
                let removed = signed.altered { $0.request[header: name] = nil }
                #expect(removed.refusal == .signedHeaderMissing(name))
            }
        }
    }

    @Test("are refused with the scope of another day")
    func scopeDate() throws {
        for signed in try Self.all() {
            let claim = try SignatureClaim(of: signed.request)
            let day = claim.authorization.scope.date
            let other = day.hasSuffix("01") ? String(day.dropLast(2)) + "02" : String(day.dropLast(2)) + "01"
            let altered = try signed.replacing("/\(day)/", by: "/\(other)/")
            #expect(altered.refusal == .scopeDateMismatch(scopeDate: other, claim.time))
        }
    }

    static func all() throws -> [SignedRequest] {
        try JSONDecoder().decode([Vector].self, from: vectorFile("botocore-random.json")).map { vector in
            SignedRequest(
                request: SignableRequest(
                    method: vector.method, path: vector.path, query: vector.query,
                    headers: vector.headers.map { ($0[0], $0[1]) }),
                body: Array(vector.body), secret: vector.secret, now: vector.epochSeconds)
        }
    }

    private struct Vector: Decodable {
        var method: String
        var path: String
        var query: String
        var headers: [[String]]
        var body: Data
        var secret: String
        var epochSeconds: Int64
    }
}

/// One change to a signed request; nil where it does not apply.
struct Alteration: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var apply: @Sendable (SignedRequest) throws -> SignedRequest?

    init(_ name: String, _ apply: @escaping @Sendable (SignedRequest) throws -> SignedRequest?) {
        testDescription = name
        self.apply = apply
    }

    static let all: [Alteration] = [
        Alteration("method") { signed in signed.altered { $0.request.method = "PATCH" } },
        Alteration("path") { signed in signed.altered { $0.request.path += "x" } },
        Alteration("parameter added") { signed in signed.altered { $0.request.query += "&zz=1" } },
        Alteration("query removed") { signed in
            signed.request.query.isEmpty ? nil : signed.altered { $0.request.query = "" }
        },
        Alteration("body longer") { signed in signed.altered { $0.body.append(0) } },
        Alteration("body's first bit") { signed in
            signed.body.isEmpty ? nil : signed.altered { $0.body[0] ^= 0x80 }
        },
        Alteration("secret") { signed in signed.altered { $0.secret = String($0.secret.dropLast()) + "-" } },
        Alteration("Region of the scope") { signed in
            let scope = try SignatureClaim(of: signed.request).authorization.scope
            return try signed.replacing("/\(scope.region)/", by: "/eu-west-3/")
        },
        Alteration("service of the scope") { signed in
            let scope = try SignatureClaim(of: signed.request).authorization.scope
            return try signed.replacing("/\(scope.service)/", by: "/s3/")
        },
        Alteration("seconds of X-Amz-Date") { signed in
            guard let date = signed.request[header: "x-amz-date"] else { return nil }
            let second = date.hasSuffix("0Z") ? "1Z" : "0Z"
            return signed.altered { $0.request[header: "x-amz-date"] = String(date.dropLast(2)) + second }
        },
        Alteration("seconds of Date") { signed in
            guard signed.request[header: "x-amz-date"] == nil, let date = signed.request[header: "date"] else {
                return nil
            }
            let parts = date.split(separator: ":")
            let second = parts[2].hasPrefix("00") ? "01" : "00"
            return signed.altered {
                $0.request[header: "date"] = "\(parts[0]):\(parts[1]):\(second)\(parts[2].dropFirst(2))"
            }
        },
        Alteration("a header left out of the list") { signed in
            let names = try SignatureClaim(of: signed.request).authorization.signedHeaders
            guard let custom = names.first(where: { $0.hasPrefix("x-custom-") }) else { return nil }
            let rest = names.filter { $0 != custom }.joined(separator: ";")
            return try signed.replacing(names.joined(separator: ";"), by: rest)
        },
    ]
}
