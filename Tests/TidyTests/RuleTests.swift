import Testing

/// The rules find what they are for, and nothing else.
@Suite struct RuleTests {
    private func findings(_ code: String, _ pattern: String) -> Int {
        let file = Repository.File(path: "Sources/X/Y.swift", text: code)
        return BannedCall(pattern: pattern, instead: "something else").findings(in: file).count
    }

    @Test func aBannedCallIsFoundInCodeOnly() {
        #expect(findings("let now = Date()", "Date()") == 1)
        #expect(findings("// not Date() but a Clock", "Date()") == 0)
        #expect(findings("let x = 1  // Date()", "Date()") == 0)
        #expect(findings("let link = \"https://x\"; print(link)", "print(") == 1)
        #expect(findings("let day = CalendarDate()", "Date()") == 0)
        #expect(findings("blueprint(x)", "print(") == 0)
        #expect(findings("blueprint(x); print(y)", "print(") == 1)
        #expect(findings("let n = Int.random(in: 0..<3)", ".random(") == 1)
        #expect(findings("try! x()\n\ntry! y()", "try!") == 2)
    }

    @Test func anExceptionIsForItsFileAlone() {
        let text = "fatalError(\"no memory\")"
        let banned = BannedCall(pattern: "fatalError(", instead: "throw")
        #expect(banned.findings(in: Repository.File(path: "Sources/KeyCrypto/LockedMemory.swift", text: text)) == [])
        #expect(banned.findings(in: Repository.File(path: "Sources/KeyCrypto/Other.swift", text: text)).count == 1)
    }

    @Test func importsAreRead() {
        #expect(Imports.module(of: "import Foundation") == "Foundation")
        #expect(Imports.module(of: "public import KeyCrypto") == "KeyCrypto")
        #expect(Imports.module(of: "@testable import KeyService") == "KeyService")
        #expect(Imports.module(of: "// import Foundation") == nil)
        #expect(Imports.module(of: "let import = 1") == nil)
    }

    @Test func linksAreRead() {
        #expect(Links.local(in: "[a](b.md) [c](https://d.e/f) [g](h.md#i) [j](#k)") == ["b.md", "h.md"])
    }

    @Test func theRepositoryIsRead() throws {
        let files = try Repository.here.files(in: "Tests/TidyTests")
        #expect(files.map(\.path).contains("Tests/TidyTests/RuleTests.swift"))
        #expect(try Repository.here.files(in: "Sources").count > 100)
    }
}
