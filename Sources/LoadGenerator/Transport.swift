import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Makes connections to the endpoint.
struct Transport: Sendable {
    let endpoint: LoadEndpoint
    private let tls: NIOSSLContext?

    init(_ plan: LoadPlan) throws(LoadError) {
        endpoint = plan.endpoint
        tls = plan.endpoint.isSecure ? try Self.context(trusting: plan.caCertificatePath) : nil
    }

    /// Trusts whatever certificate the endpoint shows: for what is no secret.
    init(unverified endpoint: LoadEndpoint) throws(LoadError) {
        self.endpoint = endpoint
        tls = endpoint.isSecure ? try Self.context(trusting: nil, verification: .none) : nil
    }

    /// - Returns: the connection's handler, on the loop.
    func connect(on loop: any EventLoop) -> EventLoopFuture<NIOLoopBound<ExchangeHandler>> {
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel.pipeline.syncOperations) }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .flatMapThrowing { channel in
                let handler = try channel.pipeline.syncOperations.handler(type: ExchangeHandler.self)
                return NIOLoopBound(handler, eventLoop: loop)
            }
    }

    private func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        if let tls {
            let name = endpoint.isAddress ? nil : endpoint.host
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        var framing = HTTPRequestEncoder.Configuration()
        framing.automaticallySetFramingHeaders = false
        try pipeline.addHandler(HTTPRequestEncoder(configuration: framing))
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder()))
        try pipeline.addHandler(ExchangeHandler())
    }

    private static func context(
        trusting path: String?, verification: CertificateVerification = .fullVerification
    ) throws(LoadError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = verification
        do {
            if let path { configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path)) }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unusableCertificates(path: path ?? "the system's store", reason: "\(error)")
        }
    }
}
