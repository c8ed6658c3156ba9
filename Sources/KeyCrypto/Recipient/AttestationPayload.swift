/// The fields of an attestation document, of the right types and within their limits; nothing here is authentic.
///
/// <https://github.com/aws/aws-nitro-enclaves-nsm-api/blob/main/docs/attestation_process.md>, section 3.2.2. Two
/// readings of it: the hypervisor writes null for an optional field that is absent, so null is taken for absent; and
/// its two limits on `user_data` and `nonce`, 512 and 1024 bytes, contradict each other, so the wider one holds.
struct AttestationPayload {
    let moduleID: String
    let timestampMilliseconds: Int64
    let pcrs: [Int: [UInt8]]
    let certificate: [UInt8]
    let bundle: [[UInt8]]
    let publicKey: [UInt8]?
    let userData: [UInt8]?
    let nonce: [UInt8]?

    init(parsing bytes: [UInt8]) throws(AttestationError) {
        var fields = try Fields(parsing: bytes)
        guard case .text(let moduleID) = fields.take("module_id"), !moduleID.isEmpty,
            case .unsigned(let timestamp) = fields.take("timestamp"), timestamp > 0,
            let timestampMilliseconds = Int64(exactly: timestamp),
            case .text("SHA384") = fields.take("digest")
        else { throw .malformed }
        self.moduleID = moduleID
        self.timestampMilliseconds = timestampMilliseconds
        pcrs = try Self.pcrs(fields.take("pcrs"))
        certificate = try Self.bytes(fields.take("certificate"), count: 1...1024)
        bundle = try Self.bundle(fields.take("cabundle"))
        publicKey = try Self.optional(fields.take("public_key"), count: 1...1024)
        userData = try Self.optional(fields.take("user_data"), count: 0...1024)
        nonce = try Self.optional(fields.take("nonce"), count: 0...1024)
        guard fields.isEmpty else { throw .malformed }
    }

    private static func pcrs(_ item: CBORItem?) throws(AttestationError) -> [Int: [UInt8]] {
        guard case .map(let registers) = item, (1...32).contains(registers.count) else { throw .malformed }
        var pcrs: [Int: [UInt8]] = [:]
        for (index, register) in registers {
            guard case .unsigned(let index) = index, index < 32, case .bytes(let value) = register,
                [32, 48, 64].contains(value.count)
            else { throw .malformed }
            pcrs[Int(index)] = value
        }
        return pcrs
    }

    private static func bundle(_ item: CBORItem?) throws(AttestationError) -> [[UInt8]] {
        guard case .array(let certificates) = item, !certificates.isEmpty else { throw .malformed }
        return try certificates.map { certificate throws(AttestationError) in
            try bytes(certificate, count: 1...1024)
        }
    }

    private static func optional(
        _ item: CBORItem?, count: ClosedRange<Int>
    ) throws(AttestationError) -> [UInt8]? {
        item == nil || item == .null ? nil : try bytes(item, count: count)
    }

    private static func bytes(_ item: CBORItem?, count: ClosedRange<Int>) throws(AttestationError) -> [UInt8] {
        guard case .bytes(let bytes) = item, count.contains(bytes.count) else { throw .malformed }
        return bytes
    }
}

/// The document's map; what is left in it when all fields are taken is not allowed to be there.
private struct Fields {
    private var items: [CBORItem: CBORItem]

    init(parsing bytes: [UInt8]) throws(AttestationError) {
        guard case .map(let items) = try CBORReader.item(of: bytes) else { throw .malformed }
        self.items = items
    }

    var isEmpty: Bool { items.isEmpty }

    mutating func take(_ name: String) -> CBORItem? { items.removeValue(forKey: .text(name)) }
}
