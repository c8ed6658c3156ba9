/// Numbers, dates and addresses from their texts.
enum NaiveValues {
    static func number(_ text: String) -> Double? {
        guard text.utf8.contains(where: isDigit), text.allSatisfy({ "0123456789+-.eE".contains($0) }) else {
            return nil
        }
        return Double(text)
    }

    /// Seconds since 1970: a number, or one of the forms of https://www.w3.org/TR/NOTE-datetime.
    static func date(_ text: String) -> Double? {
        if text.utf8.count != 4, text.utf8.allSatisfy(isDigit) { return number(text) }
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let day = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { digits($0) }
        guard (1...3).contains(day.count), let year = day[0] else { return nil }
        let month = day.count > 1 ? day[1] : 1
        let date = day.count > 2 ? day[2] : 1
        guard let month, let date, (1...12).contains(month), (1...31).contains(date) else { return nil }
        let days = days(year, month, date)
        if halves.count == 1 { return Double(days * 86_400) }
        guard day.count == 3, let seconds = time(halves[1]) else { return nil }
        return Double(days * 86_400) + seconds
    }

    /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s…`, and then `Z` or `±hh:mm`.
    private static func time(_ text: Substring) -> Double? {
        var clock = text
        var offset = 0
        if clock.last == "Z" {
            clock.removeLast()
        } else {
            let zone = clock.suffix(6)
            let parts = zone.dropFirst().split(separator: ":").map { digits($0) }
            guard zone.count == 6, parts.count == 2, let hours = parts[0], let minutes = parts[1] else { return nil }
            offset = (hours * 60 + minutes) * 60
            if zone.first == "-" { offset = -offset } else if zone.first != "+" { return nil }
            clock.removeLast(6)
        }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hours = digits(parts[0]), let minutes = digits(parts[1]) else {
            return nil
        }
        guard let seconds = parts.count == 3 ? number(String(parts[2])) : 0 else { return nil }
        return Double(hours * 3_600 + minutes * 60 - offset) + seconds
    }

    /// Days from 1970-01-01, counted year by year and month by month.
    private static func days(_ year: Int, _ month: Int, _ date: Int) -> Int {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        var days = 0
        if year >= 1970 {
            for past in 1970..<year { days += isLeap(past) ? 366 : 365 }
        } else {
            for past in year..<1970 { days -= isLeap(past) ? 366 : 365 }
        }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for past in 1..<month { days += lengths[past - 1] }
        return days + date - 1
    }

    /// An address with the number of bits that count: all, if it does not say.
    static func range(_ text: String) -> (address: [UInt8], prefix: Int)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = address(String(parts[0])) else { return nil }
        if parts.count == 1 { return (address, address.count * 8) }
        guard parts.count == 2, let prefix = digits(parts[1]), prefix <= address.count * 8 else { return nil }
        return (address, prefix)
    }

    /// 4 bytes, or 16 of IPv6.
    static func address(_ text: String) -> [UInt8]? {
        if !text.contains(":") {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { digits($0) }
            guard parts.count == 4, !parts.contains(nil) else { return nil }
            return parts.contains { ($0 ?? 256) > 255 } ? nil : parts.compactMap { $0.map { UInt8($0) } }
        }
        let characters = Array(text)
        guard
            let gap = characters.indices.dropLast().first(where: { characters[$0] == ":" && characters[$0 + 1] == ":" })
        else {
            let groups = groups(text)
            return groups?.count == 16 ? groups : nil
        }
        let head = groups(String(characters[..<gap])) ?? []
        let tail = groups(String(characters[(gap + 2)...])) ?? []
        guard head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(group.count), let value = UInt16(group, radix: 16) else { return nil }
            bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
        }
        return bytes
    }

    private static func digits(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count < 10, text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
