/// Policies that tests are about, in JSON.
enum Policies {
    static let everything = allowing("*")
    static let nothing = #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#

    static func allowing(_ actions: String..., resource: String = "*", condition: String? = nil) -> String {
        statement(
            #""Effect":"Allow","Action":[\#(list(actions))],"Resource":"\#(resource)""#, condition)
    }

    static func trusting(
        _ principal: String, type: String = "AWS", actions: String..., condition: String? = nil
    ) -> String {
        let actions = actions.isEmpty ? ["sts:AssumeRole"] : actions
        return statement(
            #""Effect":"Allow","Principal":{"\#(type)":"\#(principal)"},"Action":[\#(list(actions))]"#, condition)
    }

    static func revoking(before time: String) -> String {
        let allow = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#
        let condition = #"{"DateLessThan":{"aws:TokenIssueTime":"\#(time)"}}"#
        let deny = #"{"Effect":"Deny","Action":"*","Resource":"*","Condition":\#(condition)}"#
        return #"{"Version":"2012-10-17","Statement":[\#(allow),\#(deny)]}"#
    }

    private static func list(_ texts: [String]) -> String { texts.map { "\"\($0)\"" }.joined(separator: ",") }

    private static func statement(_ members: String, _ condition: String?) -> String {
        let condition = condition.map { #","Condition":\#($0)"# } ?? ""
        return #"{"Version":"2012-10-17","Statement":[{\#(members)\#(condition)}]}"#
    }
}
