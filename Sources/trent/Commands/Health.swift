import ArgumentParser
import LoadGenerator

struct Health: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a server whether it is ready: exit status 0 if it is, 1 if not.",
        discussion: """
            Takes the address from the settings of trent serve. For container engines and scripts; needs no credentials. \
            Over HTTPS the server's certificate is not verified, since nothing secret is sent or read.

            Example:

                trent health --listen 127.0.0.1:4599
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var address: AddressOptions

    func run() async throws {
        let values = try common.values(address.flags)
        let listen = try ServeSettings.listen(values)
        guard listen.port != 0 else { throw Failure("port 0 is any free one: give the one the server has printed") }
        let url = listen.reachable.url(isSecure: values.text(.tlsCertificate) != nil)
        let status = try await ReadinessProbe.status(of: LoadEndpoint(url: url))
        guard status == 200 else { throw Failure("the server at \(url) is not ready: it answered \(status)") }
        Output.standardOutput.line("ready")
    }
}
