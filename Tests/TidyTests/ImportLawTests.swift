import Testing

@Suite struct ImportLawTests {
    static let manifest = """
        let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
        var house: [Room] = [
            Room(name: "Low", floor: 0, products: [crypto]),
            Room(
                name: "High", floor: 5, rooms: ["Low", "CThing"],
                products: [.product(name: "Other", package: "other")], testRooms: ["Extra"]),
        ]
        """

    private func findings(_ path: String, _ code: String) -> Int {
        let law = ImportLaw(house: House(manifest: Self.manifest))
        return law.findings(in: Repository.File(path: path, text: code)).count
    }

    @Test func theManifestIsRead() {
        let rooms = House(manifest: Self.manifest).rooms
        #expect(rooms.map(\.name) == ["Low", "High"])
        #expect(rooms.map(\.floor) == [0, 5])
        #expect(rooms.map(\.modules) == [["Crypto"], ["Low", "CThing", "Other"]])
    }

    @Test(arguments: ["import Crypto", "import Synchronization", "let x = 1", "// import CThing"])
    func whatIsDeclaredMayBeImported(code: String) { #expect(findings("Sources/Low/A.swift", code) == 0) }

    @Test(
        arguments: [
            "import CThing", "import Glibc", "    import Glibc", "import FoundationEssentials", "public import High",
            "@testable import Other", "import Low",
        ])
    func whatIsNotDeclaredMayNotBeImported(code: String) { #expect(findings("Sources/Low/A.swift", code) == 1) }

    @Test func theSystemIsReachedFromFloorFourUp() {
        #expect(findings("Sources/High/A.swift", "import Glibc\nimport CThing\nimport Low\nimport Other") == 0)
        #expect(findings("Sources/High/A.swift", "import Extra") == 1)
    }

    @Test func roomsImportWhatPackageSwiftDeclaresAndNothingElse() throws {
        let house = House(manifest: try Repository.here.read("Package.swift"))
        #expect(Set(house.rooms.map(\.name)) == Set(Repository.rooms + ["trent"]))
        #expect(house.rooms.filter { ImportLaw.pureFloors.contains($0.floor) }.map(\.name) == Repository.pureRooms)
        for file in try Repository.here.files(in: "Sources") {
            #expect(ImportLaw(house: house).findings(in: file) == [])
        }
    }

    @Test func cardsSayTheFloorThatPackageSwiftSays() throws {
        for room in House(manifest: try Repository.here.read("Package.swift")).rooms {
            let files = try Repository.here.files(in: "Sources/\(room.name)")
            #expect(files.count { $0.lines.first == "// Room: \(room.name) (floor \(room.floor))" } == 1)
        }
    }

    /// A test that fails must fail again when it is run again.
    @Test func testsOfPureRoomsAreRepeatable() throws {
        let folders = Repository.pureRooms.map { "Tests/\($0)Tests" } + ["Tests/RecordStoreContract"]
        let ambient = ["FileManager", "ProcessInfo", "getenv"]
        for file in try folders.flatMap({ try Repository.here.files(in: $0) }) {
            let seeded = file.lines.filter { !$0.contains("using:") }.joined(separator: "\n")
            for banned in BannedCall.inPureRooms where !ambient.contains(banned.pattern) {
                #expect(banned.findings(in: Repository.File(path: file.path, text: seeded)) == [])
            }
        }
    }
}
