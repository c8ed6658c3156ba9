import Testing

@testable import IAMModel

@Suite struct SampleTests {
    @Test func `every operation in this room has its samples`() {
        let iam = IAMOperation.allCases.filter(\.isModelled)
        let sts = STSOperation.allCases.filter(\.isModelled)
        #expect(Set(RequestSample<IAMOperation>.all.filter { $0.kind == .least }.map(\.operation)) == Set(iam))
        #expect(Set(RequestSample<STSOperation>.all.filter { $0.kind == .least }.map(\.operation)) == Set(sts))
        #expect(ResponseSample<IAMOperation>.all.map(\.operation.rawValue).sorted() == iam.map(\.rawValue).sorted())
        #expect(ResponseSample<STSOperation>.all.map(\.operation.rawValue).sorted() == sts.map(\.rawValue).sorted())
    }

    @Test(arguments: RequestSample<IAMOperation>.all)
    func `what botocore writes for IAM is read`(_ sample: RequestSample<IAMOperation>) throws { try read(sample) }

    @Test(arguments: RequestSample<STSOperation>.all)
    func `what botocore writes for STS is read`(_ sample: RequestSample<STSOperation>) throws { try read(sample) }

    @Test(arguments: RequestSample<IAMOperation>.all.filter { $0.kind == .least })
    func `all that IAM requires is missed at once`(_ sample: RequestSample<IAMOperation>) throws { try miss(sample) }

    @Test(arguments: RequestSample<STSOperation>.all.filter { $0.kind == .least })
    func `all that STS requires is missed at once`(_ sample: RequestSample<STSOperation>) throws { try miss(sample) }

    @Test(arguments: ResponseSample<IAMOperation>.all)
    func `what IAM answers is written as botocore reads it`(_ sample: ResponseSample<IAMOperation>) {
        #expect(sample.written == sample.xml)
    }

    @Test(arguments: ResponseSample<STSOperation>.all)
    func `what STS answers is written as botocore reads it`(_ sample: ResponseSample<STSOperation>) {
        #expect(sample.written == sample.xml)
    }

    private func read<Operation>(_ sample: RequestSample<Operation>) throws {
        let parameters = QueryParameters(sample.form)
        #expect(Operation(parameters) == sample.operation)
        #expect(try sample.decodes(parameters))
        // Whatever the order, with parameters that the operation does not have.
        let shuffled = (sample.form.split(separator: "&").reversed() + ["Mystery.member.0.x=1"]).joined(separator: "&")
        #expect(try sample.decodes(QueryParameters("&\(shuffled)&")))
    }

    private func miss<Operation>(_ sample: RequestSample<Operation>) throws {
        let parameters = QueryParameters("Action=\(sample.operation.rawValue)")
        guard !sample.required.isEmpty else {
            #expect(try sample.decodes(parameters))
            return
        }
        let violations = sample.required.map {
            "Value null at '\($0)' failed to satisfy constraint: Member must not be null"
        }
        let start = violations.count == 1 ? "1 validation error" : "\(violations.count) validation errors"
        let message = "\(start) detected: \(violations.joined(separator: "; "))"
        #expect(throws: QueryError(.validationError, message)) { try sample.decodes(parameters) }
    }
}
