import CCryptoBoringSSL

/// BoringSSL's functions for one parameter set of ML-DSA (FIPS 204, section 4). Those that return a number say 1 for
/// success.
protocol MLDSAParameterSet: Sendable {
    associatedtype Private
    associatedtype Public

    typealias Bytes = UnsafePointer<UInt8>?
    typealias Signature = UnsafeMutablePointer<UInt8>?
    typealias Expand = (UnsafeMutablePointer<Private>?, Bytes, Int) -> Int32
    typealias GivePublic = (UnsafeMutablePointer<Public>?, UnsafePointer<Private>?) -> Int32
    typealias Parse = (UnsafeMutablePointer<Public>?, UnsafeMutablePointer<CBS>?) -> Int32
    typealias Marshal = (UnsafeMutablePointer<CBB>?, UnsafePointer<Public>?) -> Int32
    typealias Sign = (Signature, UnsafePointer<Private>?, Bytes, Int, Bytes, Int) -> Int32
    typealias SignMu = (Signature, UnsafePointer<Private>?, Bytes) -> Int32
    typealias Verify = (UnsafePointer<Public>?, Bytes, Int, Bytes, Int, Bytes, Int) -> Int32

    static var spec: AsymmetricKeySpec { get }
    static var numbers: MLDSANumbers { get }
    static var publicKeyBytes: Int { get }
    static var signatureBytes: Int { get }
    static var emptyPrivate: Private { get }
    static var emptyPublic: Public { get }

    static var expand: Expand { get }
    static var publicHalf: GivePublic { get }
    static var parse: Parse { get }
    static var marshal: Marshal { get }
    static var sign: Sign { get }
    static var signMu: SignMu { get }
    static var verify: Verify { get }
}

enum MLDSA44: MLDSAParameterSet {
    typealias Private = MLDSA44_private_key
    typealias Public = MLDSA44_public_key

    static let spec = AsymmetricKeySpec.mlDsa44
    static let numbers = MLDSANumbers.mlDsa44
    static let publicKeyBytes = Int(MLDSA44_PUBLIC_KEY_BYTES)
    static let signatureBytes = Int(MLDSA44_SIGNATURE_BYTES)
    static var emptyPrivate: Private { .init() }
    static var emptyPublic: Public { .init() }

    static var expand: Expand { CCryptoBoringSSL_MLDSA44_private_key_from_seed }
    static var publicHalf: GivePublic { CCryptoBoringSSL_MLDSA44_public_from_private }
    static var parse: Parse { CCryptoBoringSSL_MLDSA44_parse_public_key }
    static var marshal: Marshal { CCryptoBoringSSL_MLDSA44_marshal_public_key }
    static var sign: Sign { CCryptoBoringSSL_MLDSA44_sign }
    static var signMu: SignMu { CCryptoBoringSSL_MLDSA44_sign_message_representative }
    static var verify: Verify { CCryptoBoringSSL_MLDSA44_verify }
}

enum MLDSA65: MLDSAParameterSet {
    typealias Private = MLDSA65_private_key
    typealias Public = MLDSA65_public_key

    static let spec = AsymmetricKeySpec.mlDsa65
    static let numbers = MLDSANumbers.mlDsa65
    static let publicKeyBytes = Int(MLDSA65_PUBLIC_KEY_BYTES)
    static let signatureBytes = Int(MLDSA65_SIGNATURE_BYTES)
    static var emptyPrivate: Private { .init() }
    static var emptyPublic: Public { .init() }

    static var expand: Expand { CCryptoBoringSSL_MLDSA65_private_key_from_seed }
    static var publicHalf: GivePublic { CCryptoBoringSSL_MLDSA65_public_from_private }
    static var parse: Parse { CCryptoBoringSSL_MLDSA65_parse_public_key }
    static var marshal: Marshal { CCryptoBoringSSL_MLDSA65_marshal_public_key }
    static var sign: Sign { CCryptoBoringSSL_MLDSA65_sign }
    static var signMu: SignMu { CCryptoBoringSSL_MLDSA65_sign_message_representative }
    static var verify: Verify { CCryptoBoringSSL_MLDSA65_verify }
}

enum MLDSA87: MLDSAParameterSet {
    typealias Private = MLDSA87_private_key
    typealias Public = MLDSA87_public_key

    static let spec = AsymmetricKeySpec.mlDsa87
    static let numbers = MLDSANumbers.mlDsa87
    static let publicKeyBytes = Int(MLDSA87_PUBLIC_KEY_BYTES)
    static let signatureBytes = Int(MLDSA87_SIGNATURE_BYTES)
    static var emptyPrivate: Private { .init() }
    static var emptyPublic: Public { .init() }

    static var expand: Expand { CCryptoBoringSSL_MLDSA87_private_key_from_seed }
    static var publicHalf: GivePublic { CCryptoBoringSSL_MLDSA87_public_from_private }
    static var parse: Parse { CCryptoBoringSSL_MLDSA87_parse_public_key }
    static var marshal: Marshal { CCryptoBoringSSL_MLDSA87_marshal_public_key }
    static var sign: Sign { CCryptoBoringSSL_MLDSA87_sign }
    static var signMu: SignMu { CCryptoBoringSSL_MLDSA87_sign_message_representative }
    static var verify: Verify { CCryptoBoringSSL_MLDSA87_verify }
}
