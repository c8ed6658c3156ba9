/// The aliases that AWS has defined for its services' keys
/// (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key). The key behind one is made
/// when it is first asked for.
enum ManagedKeys {
    /// - Returns: the service of a predefined alias, or nil if the alias is none.
    static func service(of alias: String) -> String? {
        guard alias.utf8.starts(with: prefix.utf8) else { return nil }
        let service = String(alias.dropFirst(prefix.count))
        return services.contains(service) ? service : nil
    }

    private static let prefix = "alias/aws/"

    private static let services: Set<String> = [
        "acm", "appflow", "backup", "cassandra", "cloud9", "codeartifact", "codecommit", "codestar", "connect", "dms",
        "dynamodb", "ebs", "ecr", "elasticache", "elasticfilesystem", "es", "fsx", "glue", "imagebuilder",
        "iotsitewise",
        "kafka", "kinesis", "kinesisvideo", "lambda", "lightsail", "logs", "memorydb", "neptune", "opensearch",
        "pi", "rds", "redshift", "s3", "sagemaker", "secretsmanager", "ses", "sns", "sqs", "ssm", "timestream",
        "transfer", "workspaces", "workspaces-web", "xray",
    ]
}
