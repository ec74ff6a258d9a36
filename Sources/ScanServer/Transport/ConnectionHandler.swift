internal import NIOCore
internal import NIOHTTPTypes

/// Watches over one connection: parts from a client that does not read, and tells the hub of what
/// happens to a connection that a stream is written to.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// How long a client may take no bytes, though there are some.
    private let writeTimeout: TimeAmount
    private var isInputClosed = false
    private var hub: StreamHub?
    /// Looks whether the client has taken any bytes since `buffered` of them waited for it.
    private var check: Scheduled<Void>?
    private var buffered: Int?

    /// Makes the handler of one connection, or of one stream of HTTP/2.
    init(writeTimeout: TimeAmount) {
        self.writeTimeout = writeTimeout
    }

    /// Lets the handler of `channel` tell `hub` from now on; on the event loop.
    ///
    /// - Returns: false where the client has left already.
    static func connect(_ channel: any Channel, to hub: StreamHub) -> Bool {
        guard
            channel.isActive,
            let handler = try? channel.pipeline.syncOperations.handler(
                type: ConnectionHandler.self),
            !(handler.isInputClosed && !isStreamOfConnection(channel))
        else { return false }
        handler.hub = hub
        return true
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Each connection keeps the buffer that its last request was read into; most are short.
        guard !Self.isStreamOfConnection(context.channel) else { return }
        try? context.channel.syncOptions?.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 65_536))
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            check?.cancel()
            check = nil
            hub?.connectionIsWritable(context.channel)
        } else if check == nil {
            buffered = Self.bufferedBytes(context.channel)
            scheduleCheck(context)
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if !Self.isStreamOfConnection(context.channel) {
                hub?.connection(context.channel, .left)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
        hub?.connection(context.channel, .left)
        context.fireChannelInactive()
    }

    /// Whether a channel is a stream of HTTP/2, where each request ends with the client closing
    /// its side; elsewhere that means that it has left.
    private static func isStreamOfConnection(_ channel: any Channel) -> Bool {
        // Above a connection there is the socket that listens, above a stream its connection.
        channel.parent?.parent != nil
    }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(in: writeTimeout) {
            let now = Self.bufferedBytes(context.channel)
            guard now == nil || now == self.buffered else {
                self.buffered = now
                self.scheduleCheck(context)
                return
            }
            self.hub?.connection(context.channel, .stalled)
            context.close(promise: nil)
        }
    }

    /// The bytes that wait for the client; nil on a stream of HTTP/2, which does not tell: there
    /// it must take enough in time to become writable again.
    private static func bufferedBytes(_ channel: any Channel) -> Int? {
        guard !isStreamOfConnection(channel) else { return nil }
        return try? channel.syncOptions?.getOption(.bufferedWritableBytes)
    }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}
