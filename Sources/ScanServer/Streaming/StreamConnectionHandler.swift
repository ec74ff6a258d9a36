internal import NIOCore
internal import NIOHTTPTypes

/// Tells the hub of what happens to a connection that a stream is written to.
final class StreamConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// Whether a client that closes its side has left; not so on HTTP/2, where each request ends
    /// with that.
    private let leavesWithInput: Bool
    private var isInputClosed = false
    private var hub: StreamHub?

    /// Makes the handler of one connection, or of one stream of HTTP/2.
    init(leavesWithInput: Bool) {
        self.leavesWithInput = leavesWithInput
    }

    /// Lets the handler of `channel` tell `hub` from now on; on the event loop.
    ///
    /// - Returns: false where the client has left already.
    static func connect(_ channel: any Channel, to hub: StreamHub) -> Bool {
        guard
            channel.isActive,
            let handler = try? channel.pipeline.syncOperations.handler(
                type: StreamConnectionHandler.self),
            !(handler.isInputClosed && handler.leavesWithInput)
        else { return false }
        handler.hub = hub
        return true
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { hub?.connectionIsWritable(context.channel) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if leavesWithInput { hub?.connection(context.channel, .left) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        hub?.connection(context.channel, .left)
        context.fireChannelInactive()
    }
}

@available(*, unavailable)
extension StreamConnectionHandler: Sendable {}
