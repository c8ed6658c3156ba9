// Room: IAMModel (floor 2)
// Holds: `Generated/` requests, responses, errors and constraints of IAM and STS; the query protocol they are spoken in.
// Must not know: what an operation does, who may do it, stores, HTTP.
// Go instead: to Identity for what an operation does, to ServiceModel for constraints and how AWS words violations.

public import ServiceModel

/// A structure that requests carry.
public protocol QueryStructure: RecordedStructure, Sendable {
    /// Reads the members that stand under the reader's prefix and checks them against the model.
    static func draft(from reader: QueryReader) throws(QueryError) -> Draft<Self>
}

/// What an operation of IAM or STS is asked.
public protocol QueryRequest: QueryStructure {}

extension QueryRequest {
    /// Reads a request and checks it against the model's constraints.
    ///
    /// Unknown parameters are ignored; of parameters with the same name the first counts. An empty parameter of a list's
    /// name is an empty list.
    /// - Throws: `MalformedInput` if a number, a boolean or a list's position is none, or the parameters are too many;
    ///   else `ValidationError` with all violations of the model's constraints, in the order of the model's members.
    public static func decode(from parameters: QueryParameters) throws(QueryError) -> Self {
        let draft = try draft(from: try QueryReader(parameters))
        guard let request = draft.value, draft.violations.isEmpty else {
            throw QueryError(
                .validationError, draft.violations.message, recorded: draft.violations.recordedMessage)
        }
        return request
    }
}

/// What an operation of IAM or STS answers.
public protocol QueryResponse: RecordedStructure, Sendable {
    /// Writes the members in the model's order, without an element around them. Members that are nil are left out, an
    /// empty list is an empty element.
    func encode(to xml: inout XMLText)
}
