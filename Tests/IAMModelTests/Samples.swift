import Testing

@testable import IAMModel

/// A request as botocore writes it, and what it asks. `Generated/` has them.
struct RequestSample<Operation: QueryOperation>: Sendable, CustomTestStringConvertible {
    let operation: Operation
    let kind: SampleKind
    /// What the model requires, as messages name it.
    let required: [String]
    let form: String
    /// Whether the parameters say what the sample says; else why they are refused.
    let decodes: @Sendable (QueryParameters) throws(QueryError) -> Bool

    var testDescription: String { "\(operation.rawValue) \(kind)" }

    init<T: QueryRequest & Equatable>(
        _ operation: Operation, _ kind: SampleKind, required: [String], _ form: String, _ value: T
    ) {
        self.operation = operation
        self.kind = kind
        self.required = required
        self.form = form
        decodes = { parameters throws(QueryError) in try T.decode(from: parameters) == value }
    }
}

enum SampleKind: Sendable {
    /// Nothing but what is required.
    case least
    /// All members.
    case whole
    /// What is required, and all lists, which are empty.
    case emptyLists
}

/// A response, and its XML, from which botocore reads what was written into it.
struct ResponseSample<Operation: QueryOperation>: Sendable, CustomTestStringConvertible {
    let operation: Operation
    let response: (any QueryResponse)?
    let xml: String

    var testDescription: String { operation.rawValue }

    init(_ operation: Operation, _ response: (any QueryResponse)?, _ xml: String) {
        self.operation = operation
        self.response = response
        self.xml = xml
    }

    var written: String {
        String(decoding: operation.body(response, requestID: "00000000-0000-4000-8000-000000000000"), as: UTF8.self)
    }
}

extension QueryParameters {
    init(_ form: String) { self.init(bytes: Array(form.utf8)) }
}

func refusal<T: QueryRequest>(_ type: T.Type, _ form: String) -> QueryError? {
    do throws(QueryError) {
        _ = try T.decode(from: QueryParameters(form))
        return nil
    } catch {
        return error
    }
}
