import Gateway
import Logging

/// One line of the log for each call.
struct CallLog: CallObserver {
    let logger: Logger

    func observe(_ call: CallRecord) {
        let level: Logger.Level = call.cause == nil ? .info : .error
        guard logger.logLevel <= level else { return }
        logger.log(level: level, "call", metadata: fields(call))
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
