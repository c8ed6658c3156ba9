import Foundation

/// A call that must not be made in some rooms, and what to do instead.
struct BannedCall: Sendable {
    var pattern: String
    var instead: String

    /// On floors 0–4: they are deterministic, and what they can't do, a port does for them.
    static let inPureRooms = [
        BannedCall(pattern: "Date()", instead: "take a Clock"),
        BannedCall(pattern: "Date.now", instead: "take a Clock"),
        BannedCall(pattern: "ContinuousClock", instead: "take a Clock or Ticks"),
        BannedCall(pattern: "SuspendingClock", instead: "take a Clock or Ticks"),
        BannedCall(pattern: "clock_gettime", instead: "take a Clock or Ticks"),
        BannedCall(pattern: "Task.sleep", instead: "let the composition wait"),
        BannedCall(pattern: ".random(", instead: "take a Randomness"),
        BannedCall(pattern: ".shuffled(", instead: "take a Randomness"),
        BannedCall(pattern: ".shuffle(", instead: "take a Randomness"),
        BannedCall(pattern: ".randomElement(", instead: "take a Randomness"),
        BannedCall(pattern: "SystemRandomNumberGenerator", instead: "take a Randomness"),
        BannedCall(pattern: "UUID()", instead: "BinaryKeyID(newUUID:) with a Randomness"),
        BannedCall(pattern: "getrandom", instead: "take a Randomness"),
        BannedCall(pattern: "getentropy", instead: "take a Randomness"),
        BannedCall(pattern: "arc4random", instead: "take a Randomness"),
        BannedCall(pattern: "AES.GCM.Nonce()", instead: "AES.GCM.Nonce(data:) with bytes from a Randomness"),
        BannedCall(pattern: "SymmetricKey(size:", instead: "a SecretBytes filled by a Randomness"),
        BannedCall(pattern: "FileManager", instead: "keep I/O on floor 5 and above"),
        BannedCall(pattern: "ProcessInfo", instead: "keep the environment on floor 7"),
        BannedCall(pattern: "getenv", instead: "keep the environment on floor 7"),
    ]

    /// In every room but the command line.
    static let belowTheCommandLine = [
        BannedCall(pattern: "print(", instead: "throw, return or log"),
        BannedCall(pattern: "debugPrint(", instead: "throw, return or log"),
        BannedCall(pattern: "dump(", instead: "throw, return or log"),
    ]

    /// Everywhere.
    static let anywhere = [
        BannedCall(pattern: "try!", instead: "throw"), BannedCall(pattern: "as!", instead: "throw"),
        BannedCall(pattern: "fatalError(", instead: "throw"),
        BannedCall(pattern: "nonisolated(unsafe)", instead: "a Mutex or an Atomic"),
        BannedCall(pattern: "NSLog", instead: "swift-log"),
    ]

    /// Files that may, with the reason.
    static let exceptions: [String: String] = [
        "Sources/KeyCrypto/LockedMemory.swift fatalError(": "without memory for keys there is nothing to go on with",
        "Sources/trent/System/SystemRandomness.swift fatalError(": "without randomness there is nothing to go on with",
    ]

    /// Where code, not a comment, makes the call.
    func findings(in file: Repository.File) -> [String] {
        guard Self.exceptions["\(file.path) \(pattern)"] == nil else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            let code = Source.withoutComment(line)
            guard Source.calls(pattern, in: code) else { return nil }
            return "\(file.path):\(index + 1): \(pattern) is banned here: \(instead)"
        }
    }
}

enum Source {
    /// A line without what follows `//` outside of a string.
    static func withoutComment(_ line: Substring) -> Substring {
        var isInString = false
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "\"", previous != "\\" { isInString.toggle() }
            if !isInString, line[index...].hasPrefix("//") { return line[..<index] }
            previous = line[index]
        }
        return line
    }

    /// Whether a pattern stands in code by itself, not as the end of a longer name.
    static func calls(_ pattern: String, in code: Substring) -> Bool {
        var rest = code
        while let found = rest.range(of: pattern) {
            let before = found.lowerBound > rest.startIndex ? rest[rest.index(before: found.lowerBound)] : " "
            let isPartOfName = before.isLetter || before.isNumber || before == "_"
            if pattern.first?.isLetter != true || !isPartOfName { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }
}
