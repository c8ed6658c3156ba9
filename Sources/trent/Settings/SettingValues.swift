/// The values of settings: a flag's, else the environment's, else the YAML file's.
struct SettingValues {
    private let flags: [Setting: String]
    private let environment: [String: String]
    private let file: SettingsFile?

    /// `flags` is what was typed; of the environment those variables count that settings have.
    init(flags: [Setting: String], environment: [String: String], file: String?) throws(Failure) {
        self.flags = flags
        self.environment = environment
        self.file = try file.map { path throws(Failure) in try SettingsFile(path) }
    }

    /// - Returns: nil if it is set nowhere.
    func text(_ setting: Setting) -> String? {
        flags[setting] ?? environment[setting.variable] ?? file?.values[setting]
    }

    func isOn(_ setting: Setting) throws(Failure) -> Bool {
        switch text(setting)?.lowercased() {
        case nil, "false", "no", "off", "0": return false
        case "true", "yes", "on", "1": return true
        case let other?: throw refusal(of: setting, "\(other) is neither true nor false")
        }
    }

    /// One of a few words.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, default standard: Value
    ) throws(Failure) -> Value {
        guard let text = text(setting) else { return standard }
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw refusal(of: setting, "\(text) is none of \(all)")
        }
        return value
    }

    /// Why a value will not do. Names the flag, the variable or the file that it comes from.
    func refusal(of setting: Setting, _ sentence: String) -> Failure { Failure("\(source(of: setting)): \(sentence)") }

    private func source(of setting: Setting) -> String {
        if flags[setting] != nil { return setting.flag }
        if environment[setting.variable] != nil { return setting.variable }
        return file.flatMap { $0.values[setting] == nil ? nil : "\(setting.rawValue) in \($0.path)" } ?? setting.flag
    }
}
