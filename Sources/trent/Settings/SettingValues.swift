import Configuration
import Synchronization

/// The values of settings: a flag's, else the environment's, else the YAML file's.
struct SettingValues {
    private let reader: ConfigReader
    private let misreadings = Misreadings()

    /// `flags` is what was typed; of the environment's variables those count that begin with `TRENT_`.
    init(flags: [Setting: String], environment: [String: String], file: String?) async throws(Failure) {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(values: Self.values(flags)),
            EnvironmentVariablesProvider(environmentVariables: Self.variables(environment)),
        ]
        if let file { providers.append(try await Self.yaml(file)) }
        reader = ConfigReader(providers: providers, accessReporter: misreadings)
    }

    /// - Returns: nil if it is set nowhere.
    func text(_ setting: Setting) throws(Failure) -> String? {
        let text = reader.string(forKey: ConfigKey([setting.rawValue]))
        guard misreadings.isEmpty else { throw Failure("the setting \(setting.rawValue) is not one plain value") }
        return text
    }

    func isOn(_ setting: Setting) throws(Failure) -> Bool {
        switch try text(setting)?.lowercased() {
        case nil, "false", "no", "off", "0": return false
        case "true", "yes", "on", "1": return true
        case let other?: throw Failure("the setting \(setting.rawValue) is true or false, not \(other)")
        }
    }

    /// One of a few words.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, default standard: Value
    ) throws(Failure) -> Value {
        guard let text = try text(setting) else { return standard }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("the setting \(setting.rawValue) is one of \(all), not \(text)")
        }
        return value
    }

    private static func values(_ flags: [Setting: String]) -> [AbsoluteConfigKey: ConfigValue] {
        Dictionary(
            uniqueKeysWithValues: flags.map {
                (AbsoluteConfigKey([$0.key.rawValue]), ConfigValue(.string($0.value), isSecret: false))
            })
    }

    private static let prefix = "TRENT_"

    private static func variables(_ environment: [String: String]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: environment.filter { $0.key.hasPrefix(prefix) }.map {
                (String($0.key.dropFirst(prefix.count)), $0.value)
            })
    }

    private static func yaml(_ file: String) async throws(Failure) -> FileProvider<YAMLSnapshot> {
        do {
            let place = InMemoryProvider(values: ["filePath": ConfigValue(.string(file), isSecret: false)])
            return try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: place))
        } catch {
            let reason = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
            throw Failure("cannot read the settings in \(file): \(reason)")
        }
    }
}

/// Notices values that were there but were no text, which a reader takes for missing.
private final class Misreadings: AccessReporter {
    private let seen = Mutex(false)

    var isEmpty: Bool { seen.withLock { !$0 } }

    func report(_ event: AccessEvent) {
        for answer in event.providerResults {
            if case .failure = answer.result { seen.withLock { $0 = true } }
        }
    }
}
