import Foundation

/// The rooms as Package.swift declares them, read as text, as far as it is written in this repository.
struct House {
    struct Room {
        var name: String
        var floor: Int
        /// The rooms and the other packages' products that it may import.
        var modules: Set<String>
    }

    var rooms: [Room]

    init(manifest: String) {
        rooms = manifest.components(separatedBy: "Room(").dropFirst().compactMap { rest in
            let declaration = House.balanced(rest)
            guard let name = House.strings(House.after("name:", in: declaration)).first,
                let floor = Int(House.after("floor:", in: declaration).drop { $0 == " " }.prefix { $0.isNumber })
            else { return nil }
            let products = House.after(" products:", in: declaration)
            var modules = Set(House.strings(House.after(" rooms:", in: declaration).prefix { $0 != "]" }))
            modules.formUnion(House.productNames(House.balanced(products.drop { $0 != "[" }.dropFirst())))
            for (variable, product) in House.variables(of: manifest) where products.contains(variable) {
                modules.insert(product)
            }
            return Room(name: name, floor: floor, modules: modules)
        }
    }

    /// What stands before the bracket that closes what is open at the beginning.
    private static func balanced(_ text: some StringProtocol) -> String {
        var depth = 1
        return String(
            text.prefix { character in
                if "([".contains(character) { depth += 1 }
                if ")]".contains(character) { depth -= 1 }
                return depth > 0
            })
    }

    private static func after(_ label: String, in text: String) -> Substring {
        text[(text.range(of: label)?.upperBound ?? text.endIndex)...]
    }

    private static func strings(_ text: some StringProtocol) -> [String] {
        text.components(separatedBy: "\"").enumerated().compactMap { $0 % 2 == 1 ? $1 : nil }
    }

    private static func productNames(_ list: String) -> [String] {
        list.components(separatedBy: ".product(").dropFirst().compactMap { strings($0).first }
    }

    /// `let crypto: Target.Dependency = .product(name: "Crypto", …)` → `crypto`: `Crypto`.
    private static func variables(of manifest: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in manifest.split(separator: "\n") where line.contains(": Target.Dependency = .product(") {
            guard let variable = line.split(separator: " ").dropFirst().first?.dropLast() else { continue }
            variables[String(variable)] = strings(line).first
        }
        return variables
    }
}

/// What the compiler's check of imports does not see: modules of C, and the system's own.
struct ImportLaw {
    let house: House

    private static let toolchain: Set<String> = ["Dispatch", "Foundation", "Swift", "Synchronization"]
    private static let system: Set<String> = ["Darwin", "FoundationEssentials", "Glibc", "Musl"]
    /// Files of pure rooms that reach the system all the same.
    private static let exceptions: Set<String> = [
        // Lock memory and wipe it.
        "Sources/KeyCrypto/LockedMemory.swift", "Sources/KeyCrypto/SecretBytes.swift",
        // swift-crypto opens boxes into the `Data` of FoundationEssentials.
        "Sources/KeyCrypto/MessageCipher.swift",
    ]
    /// Modules that come with another one, and are reached where that one may be.
    private static let carried = ["CCryptoBoringSSL": "Crypto"]
    static let pureFloors = 0...4

    func findings(in file: Repository.File) -> [String] {
        let folders = file.path.split(separator: "/")
        guard folders.count > 2, let room = house.rooms.first(where: { $0.name == folders[1] }) else { return [] }
        return file.lines.compactMap(Imports.module).filter { !allows($0, in: room, file) }
            .map { "\(file.path): \(room.name) (floor \(room.floor)) may not import \($0)" }
    }

    private func allows(_ module: String, in room: House.Room, _ file: Repository.File) -> Bool {
        if Self.system.contains(module) {
            return !Self.pureFloors.contains(room.floor) || Self.exceptions.contains(file.path)
        }
        if let imported = house.rooms.first(where: { $0.name == module }), imported.floor >= room.floor { return false }
        return Self.toolchain.contains(module) || room.modules.contains(Self.carried[module] ?? module)
    }
}
