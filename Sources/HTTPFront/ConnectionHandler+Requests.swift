import Gateway
import NIOHTTP1

extension ConnectionHandler {
    func take(_ part: HTTPServerRequestPart) {
        switch (phase, part) {
        case (.awaiting, .head(let head)): begin(head)
        case (.receiving, .body(let part)):
            guard incoming?.append(part, bytesMax: handler.bodyBytesMax) == true else {
                return refuse(with: handler.bodyTooLarge())
            }
            guard incoming?.findRoom(in: room, bytesMax: handler.bodyBytesMax) == true else { return refuseForRoom() }
        case (.receiving, .end): handle()
        default: break
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let request = IncomingRequest(head, peer: peer, isSecure: handshake != nil, tls: handshake?.agreed)
        incoming = request
        phase = .receiving
        if let length = request.declaredLength, length > handler.bodyBytesMax {
            return refuse(with: handler.bodyTooLarge())
        }
        expire(in: timeouts.request)
        if request.expectsContinue { writer.writeContinue() }
    }

    private func refuseForRoom() {
        let refusal = incoming.flatMap { handler.overloaded($0.wire) }
        refuse(with: refusal ?? handler.bodyTooLarge())
    }
}
