import Testing

@testable import IAMModel

@Suite struct QueryReaderTests {
    private let role = "RoleName=r"

    @Test func `elements stand in the order of their positions`() throws {
        let keys = [10, 2, 1000, 1, 9].map { "TagKeys.member.\($0)=k\($0)" }.joined(separator: "&")
        let request = try UntagRoleRequest.decode(from: QueryParameters("\(role)&\(keys)"))
        #expect(request.tagKeys == ["k1", "k2", "k9", "k10", "k1000"])
    }

    @Test func `an element without any of its members is none`() {
        #expect(refusal(TagRoleRequest.self, "\(role)&Tags.member.1=")?.code == "ValidationError")
    }

    @Test(arguments: ["0", "01", "1001", "-1", "a", "", "99999999999999999999", "１", "+1", "1 "])
    func `a position is a number from 1 to 1000`(_ position: String) {
        let encoded = position.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let error = refusal(UntagRoleRequest.self, "\(role)&TagKeys.member.1=a&TagKeys.member.\(encoded)=k")
        #expect(error?.code == "MalformedInput")
        #expect(error?.status == 400)
    }

    @Test(arguments: ["TagKeys=a", "TagKeys.member.1.Key=a", "TagKeys.member.1=a&TagKeys.member.2.x=b"])
    func `a list of text is a list of text`(_ form: String) {
        #expect(refusal(UntagRoleRequest.self, "\(role)&\(form)")?.code == "MalformedInput")
    }

    @Test(arguments: ["", "a", "1.0", "1e2", "+1", " 1", "0x1", "2147483648", "-2147483649", "١"])
    func `an integer is decimal digits`(_ number: String) {
        #expect(
            refusal(ListUsersRequest.self, "MaxItems=\(number.replacing("+", with: "%2B"))")?.code == "MalformedInput")
    }

    @Test func `a boolean is true or false in whatever case`() throws {
        for (text, value) in [("true", true), ("false", false), ("True", true), ("FALSE", false)] {
            #expect(try ListPoliciesRequest.decode(from: QueryParameters("OnlyAttached=\(text)")).onlyAttached == value)
        }
        for text in ["", "1", "yes", "tru", "true "] {
            #expect(refusal(ListPoliciesRequest.self, "OnlyAttached=\(text)")?.code == "MalformedInput")
        }
    }

    @Test func `names match byte by byte`() {
        for name in ["userName", "UserName ", "USERNAME", "UserName.", "\u{212A}ey"] {
            #expect(refusal(CreateUserRequest.self, "\(name)=u")?.code == "ValidationError", "\(name)")
        }
        #expect(refusal(TagRoleRequest.self, "\(role)&Tags.member.1.%E2%84%AAey=k&Tags.member.1.Value=v") != nil)
    }

    @Test func `of parameters with the same name the first counts`() throws {
        let parameters = QueryParameters("UserName=first&Path=/&UserName=second&UserName")
        #expect(try CreateUserRequest.decode(from: parameters).userName == "first")
    }

    @Test func `more parameters than any request has are refused`() throws {
        let fitting = String(repeating: "x&", count: QueryParameters.countMax - 1)
        #expect(refusal(CreateUserRequest.self, "UserName=u&\(fitting)") == nil)
        #expect(refusal(CreateUserRequest.self, "UserName=u&\(fitting)x&")?.code == "MalformedInput")
    }

    @Test func `very many elements are read`() throws {
        let entries = (1...1000).flatMap { entry in
            ["Name=aws:Key\(entry)", "Values.member.1=a", "Values.member.2=b", "Type=string"].map {
                "ContextEntries.member.\(entry).ContextKey\($0)"
            }
        }
        let form = (["PolicyInputList.member.1={}", "ActionNames.member.1=kms:Sign"] + entries).joined(separator: "&")
        let request = try SimulateCustomPolicyRequest.decode(from: QueryParameters(form))
        #expect(request.contextEntries?.count == 1000)
        #expect(request.contextEntries?[1].contextKeyName == "aws:Key2")
        #expect(request.contextEntries?.last?.contextKeyValues == ["a", "b"])
    }
}
