/// What somebody may have meant who mistyped a word.
enum Nearest {
    /// The word that takes the fewest letters added, removed or replaced; nil if none is near.
    static func word(to typed: String, among words: [String]) -> String? {
        let near = words.map { (word: $0, distance: distance(Array(typed.utf8.prefix(bytesMax)), Array($0.utf8))) }
            .min { $0.distance < $1.distance }
        guard let near, near.distance <= max(1, near.word.utf8.count / 2) else { return nil }
        return near.word
    }

    private static let bytesMax = 64

    /// Levenshtein's, row by row.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (above, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = above + 1
            for index in right.indices {
                let replaced = diagonal + (byte == right[index] ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(replaced, diagonal + 1, row[index] + 1)
            }
        }
        return row[right.count]
    }
}
