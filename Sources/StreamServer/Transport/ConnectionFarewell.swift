internal import NIOCore
internal import NIOTLS

/// Sees to it that a connection by TLS comes to a good end, and to one in time.
///
/// What was written is sent before the connection is closed: the end of the last stream of HTTP/2
/// closes a connection that is to be given up, and does so while the frame that ends the stream is
/// written but not sent, so that the client would never learn that it has had the whole. And a
/// client of HTTP/2 that does not answer the good-bye is not waited for any longer than `limit`.
final class ConnectionFarewell: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The head of a GOAWAY without a text (RFC 9113, section 6.8): eight bytes on stream 0.
    private static let goodbye: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0]
    private static let goodbyeBytes = 17

    private let limit: TimeAmount
    private var isHTTP2 = false
    private var deadline: Scheduled<Void>?

    /// Makes the handler of one connection.
    init(limit: TimeAmount) {
        self.limit = limit
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(negotiatedProtocol: "h2")? = event as? TLSUserEvent {
            isHTTP2 = true
        }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isHTTP2, deadline == nil, Self.isGoodbye(unwrapOutboundIn(data)) {
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
                context.close(promise: nil)
            }
        }
        context.write(data, promise: promise)
    }

    private static func isGoodbye(_ bytes: ByteBuffer) -> Bool {
        bytes.readableBytes == goodbyeBytes && bytes.readableBytesView.starts(with: goodbye)
    }

    func close(
        context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
    ) {
        if mode != .input { context.flush() }
        context.close(mode: mode, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }
}

@available(*, unavailable)
extension ConnectionFarewell: Sendable {}
