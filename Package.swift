// swift-tools-version: 6.2
import PackageDescription

// The floors of the house. A room (target) may import only rooms on lower floors; `docs/ARCHITECTURE.md` says why.
// With TRENT_CORE_ONLY=1 only floors 0–4 exist: the quick loop, which builds swift-crypto and nothing else.

let coreOnly = Context.environment["TRENT_CORE_ONLY"] == "1"
let warningsAreErrors = Context.environment["TRENT_WARNINGS_AS_ERRORS"] == "1"

struct Room {
    var name: String
    var floor: Int
    var rooms: [String] = []
    var products: [Target.Dependency] = []
    var kind: Kind = .library
    /// Rooms only this room's tests need.
    var testRooms: [String] = []

    var testTarget: String { name.prefix(1).uppercased() + name.dropFirst() + "Tests" }

    enum Kind { case library, executable }
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

var house: [Room] = [
    Room(name: "AWSJSON", floor: 0),
    Room(name: "KeyCrypto", floor: 0, rooms: ["COpenSSL", "CSodium"], products: [crypto]),

    Room(name: "ServiceModel", floor: 1, rooms: ["AWSJSON"]),
    Room(name: "SigV4", floor: 1, rooms: ["KeyCrypto"]),

    Room(name: "AuditTrail", floor: 2, rooms: ["AWSJSON", "KeyCrypto"], products: [crypto]),
    Room(name: "CloudTrailModel", floor: 2, rooms: ["AWSJSON", "ServiceModel"]),
    Room(name: "IAMModel", floor: 2, rooms: ["AWSJSON", "ServiceModel"]),
    Room(name: "IAMPolicy", floor: 2, rooms: ["AWSJSON"]),
    Room(name: "KMSModel", floor: 2, rooms: ["AWSJSON", "ServiceModel"]),
    Room(name: "Records", floor: 2, rooms: ["AWSJSON", "KeyCrypto"], testRooms: ["RecordStoreContract"]),

    Room(
        name: "CloudTrail", floor: 3,
        rooms: ["AWSJSON", "AuditTrail", "CloudTrailModel", "IAMPolicy", "KeyCrypto", "Records", "ServiceModel"],
        testRooms: ["RecordStoreContract"]),
    Room(
        name: "Identity", floor: 3,
        rooms: ["AWSJSON", "AuditTrail", "IAMModel", "IAMPolicy", "KeyCrypto", "Records", "ServiceModel"],
        testRooms: ["RecordStoreContract"]),
    Room(
        name: "KeyService", floor: 3,
        rooms: ["AWSJSON", "AuditTrail", "IAMPolicy", "KMSModel", "KeyCrypto", "Records", "ServiceModel"],
        testRooms: ["RecordStoreContract"]),

    Room(
        name: "Gateway", floor: 4,
        rooms: [
            "AWSJSON", "AuditTrail", "CloudTrail", "CloudTrailModel", "IAMModel", "IAMPolicy", "Identity", "KMSModel",
            "KeyCrypto", "KeyService", "Records", "ServiceModel", "SigV4",
        ],
        testRooms: ["RecordStoreContract"]),
]

if !coreOnly {
    house += [
        Room(
            name: "AuditFiles", floor: 5, rooms: ["AWSJSON", "AuditTrail", "KeyCrypto", "Records", "CZlib"],
            products: [
                crypto, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        Room(
            name: "SeedFiles", floor: 5,
            rooms: ["AWSJSON", "Identity", "KMSModel", "KeyCrypto", "KeyService", "Records"],
            products: [.product(name: "Yams", package: "Yams")], testRooms: ["IAMPolicy", "RecordStoreContract"]),
        Room(
            name: "SQLiteStore", floor: 5, rooms: ["Records"],
            products: [
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            testRooms: ["KeyCrypto", "RecordStoreContract"]),
        Room(name: "RootKeys", floor: 5, rooms: ["KeyCrypto", "Records", "CSodium"]),
        Room(
            name: "WebIdentity", floor: 5, rooms: ["AWSJSON", "Identity", "Records"],
            products: [
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            testRooms: ["IAMModel", "IAMPolicy", "RecordStoreContract"]),
        Room(
            name: "HTTPFront", floor: 6, rooms: ["Gateway"],
            products: [
                logging, serviceLifecycle,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        Room(
            name: "LoadGenerator", floor: 6, rooms: ["AWSJSON", "SigV4"],
            products: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        Room(
            name: "trent", floor: 7,
            rooms: [
                "AWSJSON", "AuditFiles", "AuditTrail", "CloudTrail", "Gateway", "HTTPFront", "IAMPolicy", "Identity",
                "KMSModel", "KeyCrypto", "KeyService",
                "LoadGenerator", "Records", "RootKeys", "SQLiteStore", "SeedFiles", "WebIdentity",
            ],
            products: [
                logging, serviceLifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            kind: .executable),
    ]
}

let floors = Dictionary(uniqueKeysWithValues: house.map { ($0.name, $0.floor) })
    .merging(["COpenSSL": -1, "CSodium": -1, "CZlib": -1], uniquingKeysWith: { own, _ in own })
for room in house {
    for imported in room.rooms where floors[imported, default: .max] >= room.floor {
        fatalError("\(room.name) (floor \(room.floor)) may not import \(imported): rooms import lower floors only")
    }
}

var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
if warningsAreErrors { settings.append(.treatAllWarnings(as: .error)) }

func inHouse(_ names: [String]) -> [Target.Dependency] { names.map { .init(stringLiteral: $0) } }

var targets: [Target] = house.flatMap { room -> [Target] in
    let dependencies = inHouse(room.rooms) + room.products
    var made: [Target] = []
    switch room.kind {
    case .library: made.append(.target(name: room.name, dependencies: dependencies, swiftSettings: settings))
    case .executable:
        made.append(.executableTarget(name: room.name, dependencies: dependencies, swiftSettings: settings))
    }
    made.append(
        .testTarget(
            name: room.testTarget, dependencies: inHouse([room.name] + room.rooms + room.testRooms) + room.products,
            resources: room.name == "SigV4" || room.name == "KeyCrypto" ? [.copy("Vectors")] : [],
            swiftSettings: settings))
    return made
}
// What every record store must pass; a library so that any store's tests can run it.
targets.append(
    .target(
        name: "RecordStoreContract", dependencies: ["KeyCrypto", "Records"], path: "Tests/RecordStoreContract",
        swiftSettings: settings))
// What a line of code can't hold and a compiler doesn't see: banned calls, dead files, one test per operation.
targets.append(.testTarget(name: "TidyTests", swiftSettings: settings))
// What the parts of a call cost by themselves, for `make bench`.
targets += [
    .target(name: "AllocationCount", path: "Benchmarks/AllocationCount"),
    .executableTarget(
        name: "MicroBenchmark",
        dependencies: [
            "AllocationCount", "AWSJSON", "AuditTrail", "IAMPolicy", "KMSModel", "KeyCrypto", "ServiceModel", "SigV4",
        ], path: "Benchmarks/Micro", swiftSettings: settings),
]
if !coreOnly {
    // What looking events up in a large audit trail costs.
    targets.append(
        .executableTarget(
            name: "AuditLookup", dependencies: ["AuditFiles", "AuditTrail"], path: "Benchmarks/AuditLookup",
            swiftSettings: settings))
    // What a request costs without its socket, for counting instructions.
    targets.append(
        .executableTarget(
            name: "HotPath",
            dependencies: [
                "AWSJSON", "AuditFiles", "AuditTrail", "CloudTrail", "Gateway", "Identity", "KeyCrypto", "KeyService",
                "Records", "SigV4",
            ], path: "Benchmarks/HotPath", swiftSettings: settings))
    // What the HTTP stack costs by itself, for `make bench` to compare with.
    targets.append(
        .executableTarget(
            name: "ConstantBody", dependencies: ["Gateway", "HTTPFront", logging], path: "Benchmarks/ConstantBody",
            swiftSettings: settings))
}
// Libraries of the system.
targets += [
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
]

// Direct dependencies are pinned exactly: there is no Package.resolved in the repository.
var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2")
]
if !coreOnly {
    dependencies += [
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ]
}

let package = Package(
    name: "trent",
    platforms: [.macOS(.v15)],
    products: coreOnly ? [] : [.executable(name: "trent", targets: ["trent"])],
    dependencies: dependencies,
    targets: targets,
    swiftLanguageModes: [.v6]
)
