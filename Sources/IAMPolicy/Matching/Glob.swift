/// A pattern with the wildcards `*` (any text, also none) and `?` (one character), made once.
///
/// It works on UTF-8. Both sides are well-formed, so a run of bytes that is equal is a run of characters that is equal;
/// only `?` has to know where a character ends.
struct Glob: Sendable, Hashable {
    /// A byte, or one of the wildcards. A star that stands for itself is a byte.
    typealias Token = UInt16
    static let anyText: Token = 0x100
    static let anyCharacter: Token = 0x101

    private enum Form: Hashable, Sendable {
        case everything
        case exactly([UInt8])
        /// With one star at the end and no other wildcard.
        case beginning([UInt8])
        case general([Token])
    }

    private let form: Form

    init(_ tokens: [Token]) {
        if tokens == [Self.anyText] {
            form = .everything
        } else if tokens.allSatisfy({ $0 < 0x100 }) {
            form = .exactly(tokens.map { UInt8($0) })
        } else if tokens.last == Self.anyText, tokens.dropLast().allSatisfy({ $0 < 0x100 }) {
            form = .beginning(tokens.dropLast().map { UInt8($0) })
        } else {
            form = .general(tokens)
        }
    }

    /// - Parameter text: in which `*` and `?` are wildcards.
    init(wildcards text: some Sequence<UInt8>) { self.init(Self.tokens(text, wildcards: true)) }

    static let everything = Glob([anyText])

    var isEverything: Bool { form == .everything }

    static func tokens(_ text: some Sequence<UInt8>, wildcards: Bool) -> [Token] {
        text.map { byte in
            switch byte {
            case .star where wildcards: anyText
            case .questionMark where wildcards: anyCharacter
            default: Token(byte)
            }
        }
    }

    func matches(_ text: Span<UInt8>, in context: MatchingContext) -> Bool {
        switch form {
        case .everything: true
        case .exactly(let bytes): text.equals(bytes.span)
        case .beginning(let bytes): text.hasPrefix(bytes.span)
        case .general(let tokens): Self.matches(tokens.span, text, in: context)
        }
    }

    /// Goes back to the last star only, which is enough: what an earlier star could take, the last one can take too.
    /// Time grows with the product of both lengths at most.
    static func matches(_ pattern: Span<Token>, _ text: Span<UInt8>, in context: MatchingContext) -> Bool {
        let stepsMax = context.stepsLeft
        var steps = 0
        defer { context.spend(steps) }
        var read = 0
        var next = 0
        var afterStar: Int?
        var retry = 0
        while read < text.count {
            steps += 1
            guard steps <= stepsMax else { return false }
            if next < pattern.count, pattern[next] == anyText {
                next += 1
                afterStar = next
                retry = read
            } else if next < pattern.count, pattern[next] == anyCharacter {
                read = text.characterEnd(read)
                next += 1
            } else if next < pattern.count, pattern[next] == Token(text[read]) {
                read += 1
                next += 1
            } else if let star = afterStar {
                retry = text.characterEnd(retry)
                read = retry
                next = star
            } else {
                return false
            }
        }
        while next < pattern.count, pattern[next] == anyText { next += 1 }
        return next == pattern.count
    }
}

extension Span where Element == UInt8 {
    /// The offset after the character that begins at `start`.
    fileprivate func characterEnd(_ start: Int) -> Int {
        var index = start + 1
        while index < count, self[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }
}
