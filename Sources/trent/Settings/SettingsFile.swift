import Yams

/// A YAML file of settings: a mapping of their names to plain values. A file without content has no settings.
struct SettingsFile {
    let path: String
    let values: [Setting: String]

    private static let bytesMax = 64 * 1024

    /// - Throws: if it can't be read, or holds anything but settings: one that is misspelled would silently not hold.
    init(_ path: String) throws(Failure) {
        self.path = path
        let bytes: [UInt8]
        do throws(Failure) {
            bytes = try Files.read(path, bytesMax: Self.bytesMax)
        } catch {
            throw Failure("--config: \(error)")
        }
        var values: [Setting: String] = [:]
        for (name, value) in try Self.pairs(String(decoding: bytes, as: UTF8.self), path) {
            values[try Self.setting(name, path)] = try Self.plain(value, of: name.string ?? "", path)
        }
        self.values = values
    }

    private static func pairs(_ text: String, _ path: String) throws(Failure) -> [(Node, Node)] {
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw Failure("\(path) is not YAML: \(reason(error))")
        }
        guard let root, root.null == nil else { return [] }
        guard let mapping = root.mapping else {
            throw Failure("\(path) is no list of settings: it must have lines as region: eu-west-1")
        }
        return mapping.map { ($0.key, $0.value) }
    }

    private static func setting(_ node: Node, _ path: String) throws(Failure) -> Setting {
        let name = node.string ?? "a list or mapping as a key"
        if let setting = Setting(rawValue: name) { return setting }
        let near = Nearest.word(to: name, among: Setting.allCases.map(\.rawValue))
        let advice = near.map { "did you mean \($0)?" } ?? "trent serve --help lists them, as flags"
        throw Failure("\(path)\(line(node)): there is no setting \(name): \(advice)")
    }

    private static func plain(_ node: Node, of name: String, _ path: String) throws(Failure) -> String {
        guard let scalar = node.scalar, node.null == nil else {
            throw Failure("\(path)\(line(node)): \(name) needs one plain value")
        }
        return scalar.string
    }

    private static func line(_ node: Node) -> String { node.mark.map { ", line \($0.line)" } ?? "" }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? YamlError else { return "\(error)" }
        return switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), \(problem)"
        case .duplicatedKeysInMapping(let keys, _): "it has \(keys.joined(separator: ", ")) more than once"
        case .reader(let problem, _, _, _): problem
        default: "it can't be parsed"
        }
    }
}
