import IAMModel
import IAMPolicy

/// One call: who asks what.
struct STSCall: Sendable {
    var parameters: QueryParameters
    /// Nil for a call that is not signed.
    var principal: Principal?
    var partition: String
    var facts: RequestFacts

    func request<Request: QueryRequest>() throws(STSFailure) -> Request {
        do throws(QueryError) {
            return try Request.decode(from: parameters)
        } catch {
            throw .refused(error)
        }
    }
}
