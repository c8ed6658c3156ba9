/// Quotas and ranges of KMS (https://docs.aws.amazon.com/kms/latest/developerguide/limits.html).
enum Limits {
    static let aliasesPerKey = 50
    static let tagsPerKey = 50
    static let keyPolicyBytes = 32_768
    static let onDemandRotations = 25
    static let deletionWindowDays = 7...30
    static let deletionWindowDaysDefault = 30
    static let rotationPeriodDaysDefault = 365
}

let millisecondsPerDay: Int64 = 24 * 60 * 60 * 1000
