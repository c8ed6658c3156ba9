import Gateway
import Logging

/// One line of the log for each call. Of strangers' calls only so many: they must not be able to fill the disk.
final class CallLog: CallObserver {
    private let logger: Logger
    private let strangers: LineLimit

    init(logger: Logger, ticks: any Ticks) {
        self.logger = logger
        strangers = LineLimit(linesPerSecond: 10, ticks: ticks)
    }

    func observe(_ call: CallRecord) {
        let level: Logger.Level = call.cause == nil ? .info : .error
        guard logger.logLevel <= level else { return }
        let isStranger = call.callerARN == nil && call.errorCode != nil
        guard let unsaid = isStranger ? strangers.admit() : 0 else { return }
        var fields = fields(call)
        if unsaid > 0 { fields["unsaid"] = .stringConvertible(unsaid) }
        logger.log(level: level, "call", metadata: fields)
    }

    private func fields(_ call: CallRecord) -> Logger.Metadata {
        var fields: Logger.Metadata = [
            "request": "\(call.requestID)", "peer": "\(call.peer)", "status": .stringConvertible(call.status),
            "ms": .stringConvertible(Double(call.durationNanoseconds / 1000) / 1000),
        ]
        let optional = [
            "service": call.service, "operation": call.operation, "region": call.region, "caller": call.callerARN,
            "access-key": call.accessKeyID, "key": call.keyARN, "error": call.errorCode,
            "error-message": call.errorMessage, "cause": call.cause,
        ]
        for (name, text) in optional { if let text { fields[name] = .string(text) } }
        return fields
    }
}
