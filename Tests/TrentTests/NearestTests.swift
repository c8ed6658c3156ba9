import Testing

@testable import trent

@Suite struct NearestTests {
    private let words = ["serve", "env", "account", "audit", "root-key", "backup", "restore", "recover"]

    @Test(
        arguments: [
            ("serv", "serve"), ("sevre", "serve"), ("enf", "env"), ("acount", "account"), ("rootkey", "root-key"),
            ("bakcup", "backup"), ("restor", "restore"), ("frobnicate", nil), ("", nil),
            (String(repeating: "serve", count: 1000), nil),
        ] as [(String, String?)])
    func aSlipIsSeenAndAStrangersWordIsNot(typed: String, meant: String?) {
        #expect(Nearest.word(to: typed, among: words) == meant)
    }

    @Test func withoutWordsThereIsNone() {
        #expect(Nearest.word(to: "a", among: []) == nil)
    }
}
