import Foundation
import Testing

/// What a line of code can't hold by itself and a compiler doesn't see.
@Suite struct TidyTests {
    let repository = Repository.here

    @Test func pureRoomsHaveNoClockNoRandomnessAndNoInputOrOutput() throws {
        for room in Repository.pureRooms {
            for file in try repository.files(in: "Sources/\(room)") {
                for banned in BannedCall.inPureRooms { #expect(banned.findings(in: file) == []) }
                let imports = file.lines.filter { Imports.module(of: $0) == "Foundation" }
                #expect(imports == [], "\(file): no Foundation on floors 0 to 4")
            }
        }
    }

    @Test func nothingBelowTheCommandLinePrints() throws {
        for room in Repository.rooms {
            for file in try repository.files(in: "Sources/\(room)") {
                for banned in BannedCall.belowTheCommandLine { #expect(banned.findings(in: file) == []) }
            }
        }
    }

    @Test func nothingEndsTheProcessByForce() throws {
        for file in try repository.files(in: "Sources") {
            for banned in BannedCall.anywhere { #expect(banned.findings(in: file) == []) }
        }
    }

    @Test func everyExceptionIsStillNeeded() throws {
        for exception in BannedCall.exceptions.keys {
            let parts = exception.split(separator: " ", maxSplits: 1).map(String.init)
            let file = Repository.File(path: parts[0], text: try repository.read(parts[0]))
            #expect(file.lines.contains { Source.calls(parts[1], in: Source.withoutComment($0)) })
        }
    }

    @Test(arguments: Repository.rooms)
    func everyRoomHasACardThatSaysWhatItIs(room: String) throws {
        let cards = try repository.files(in: "Sources/\(room)").filter { $0.text.hasPrefix("// Room: \(room) (floor ") }
        #expect(cards.count == 1, "the front file of \(room) begins with its card")
        let card = try #require(cards.first).lines.prefix { $0.hasPrefix("//") }.joined(separator: "\n")
        for part in ["// Holds:", "// Must not know:", "// Go instead:"] { #expect(card.contains(part)) }
    }

    @Test func everyRoomIsKnownHere() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: repository.root.appending(path: "Sources").path(percentEncoded: false))
        #expect(Set(folders) == Set(Repository.rooms + ["trent", "COpenSSL", "CSodium", "CZlib"]))
    }

    /// The compiler's check of imports does not see C modules.
    @Test func cModulesAreImportedWhereTheyBelong() throws {
        let homes = [
            "COpenSSL": ["KeyCrypto"], "CSodium": ["KeyCrypto", "RootKeys"], "CCryptoBoringSSL": ["KeyCrypto"],
        ]
        for file in try repository.files(in: "Sources") {
            for module in file.lines.compactMap(Imports.module) {
                guard let rooms = homes[module] else { continue }
                #expect(rooms.contains { file.path.hasPrefix("Sources/\($0)/") }, "\(file) imports \(module)")
            }
        }
    }

    @Test func filesAreSmallAndNotEmpty() throws {
        for file in try repository.files(in: "Sources") + repository.files(in: "Tests") where !file.isGenerated {
            #expect(file.lines.count <= 400, "\(file) is too long to live in")
            let code = file.lines.lazy.map(Source.withoutComment)
            #expect(code.contains { $0.contains { !$0.isWhitespace } }, "\(file) holds no code")
            #expect(!file.text.hasPrefix("// placeholder"), "\(file) is a placeholder")
        }
    }

    @Test func everyOperationHasItsFileItsTestsAndItsLineInTheDocuments() throws {
        let list = try repository.read("Sources/KeyService/Pipeline/EveryOperation.swift")
        let operations = list.split { !$0.isLetter && $0 != "." }.compactMap { word in
            word.hasSuffix(".self") ? String(word.dropLast(5)) : nil
        }
        #expect(operations.count >= 29)
        let tests = try repository.files(in: "Tests/KeyServiceTests").map(\.text).joined()
        let document = try repository.read("docs/operations.md")
        let files = Set(try repository.files(in: "Sources/KeyService/Operations").map(\.name))
        #expect(files == Set(operations.map { "\($0).swift" }))
        for operation in operations {
            let inCode = "." + operation.prefix(1).lowercased() + operation.dropFirst()
            #expect(tests.contains("\(inCode),") || tests.contains("\(inCode))"), "no test calls \(operation)")
            #expect(document.contains(operation), "docs/operations.md does not name \(operation)")
        }
    }

    @Test func nothingNamesAPlaceOnSomebodysMachine() throws {
        let texts = ["swift", "md", "py", "sh", "yml", "toml", "ini", "txt", "c", "h"]
        for folder in ["Sources", "Tests", "Clients", "Tools", "Packaging", "docs", "Benchmarks"] {
            for file in try repository.files(in: folder, endings: Set(texts)) {
                for place in Places.forbidden { #expect(!file.text.contains(place), "\(file) names \(place)") }
            }
        }
        for path in ["README.md", "CONTRIBUTING.md", "Makefile", "Package.swift"] {
            let text = try repository.read(path)
            for place in Places.forbidden { #expect(!text.contains(place), "\(path) names \(place)") }
        }
    }

    @Test func linksBetweenDocumentsLeadSomewhere() throws {
        let documents = try repository.files(in: "docs", endings: ["md"])
        let inRoot = try ["README.md", "CONTRIBUTING.md"].map {
            Repository.File(path: $0, text: try repository.read($0))
        }
        for document in documents + inRoot {
            let folder = document.path.split(separator: "/").dropLast()
            for link in Links.local(in: document.text) {
                var path = folder
                for part in link.split(separator: "/") {
                    if part == ".." { _ = path.popLast() } else { path.append(part) }
                }
                #expect(repository.exists(path.joined(separator: "/")), "\(document) links to \(link)")
            }
        }
    }
}

enum Imports {
    static func module(of line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), words.count > keyword + 1,
            words[..<keyword].allSatisfy({
                ["public", "internal", "package", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
            })
        else { return nil }
        return String(words[keyword + 1])
    }
}

enum Places {
    // Put together here, so that this file does not find itself.
    static let forbidden = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/tmp/" + "mini"]
}

enum Links {
    /// Targets of Markdown links that are files, without their fragments.
    static func local(in text: String) -> [String] {
        text.components(separatedBy: "](").dropFirst().compactMap { rest in
            guard let end = rest.firstIndex(of: ")") else { return nil }
            let target = rest[..<end].split(separator: "#", omittingEmptySubsequences: false).first ?? ""
            return target.isEmpty || target.contains("://") ? nil : String(target)
        }
    }
}
