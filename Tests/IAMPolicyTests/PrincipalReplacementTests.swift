import IAMPolicy
import Testing

@Suite struct PrincipalReplacementTests {
    private static let bob = "arn:aws:iam::111122223333:user/bob"

    private func replaced(_ text: String) -> String {
        PolicyDocument.text(text, replacingPrincipals: [Self.bob: "AIDABOB"])
    }

    @Test(arguments: [
        #"{ "Statement" : [ {"Principal" : { "AWS" : "BOB" }, "Resource": "*"} ] }"#,
        #"{"Statement":{"NotPrincipal":{"AWS":["x","BOB"],"Service":"s"}}}"#,
        #"{"Sid":"a \" b","Statement":[{"Principal":{"AWS":["BOB"]}},{"Principal":"*"}]}"#,
    ])
    func aPrincipalIsReplacedAndTheTextStays(text: String) {
        let text = text.replacing("BOB", with: Self.bob)
        #expect(replaced(text) == text.replacing(Self.bob, with: "AIDABOB"))
    }

    @Test(arguments: [
        #"{"Statement":{"Principal":{"AWS":"x"},"Condition":{"ArnEquals":{"aws:PrincipalArn":"BOB"}}}}"#,
        #"{"Statement":{"Principal":{"AWS":"x"},"Resource":["BOB"]}}"#, #"{"BOB":"Principal","Id":"BOB"}"#,
        #"{"Statement":{"Principal":{"AWS":"BOB/more"}}}"#,
    ])
    func whatIsNoPrincipalStays(text: String) {
        let text = text.replacing("BOB", with: Self.bob)
        #expect(replaced(text) == text)
    }

    @Test(arguments: ["", "{", #"{"Principal":"#, #"{"Principal":"\"#, "]]}}", #""""#])
    func whatIsNoPolicyIsCopied(text: String) { #expect(replaced(text) == text) }
}
