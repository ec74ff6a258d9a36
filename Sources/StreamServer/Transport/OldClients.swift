internal import NIOCore
internal import NIOHTTP1

/// Answers clients of HTTP/1.0 as they expect it: without chunks, and ended by the end of the
/// connection (RFC 9112, sections 6.1 and 9.3).
///
/// What lies above knows no versions; it sees a client that wants its connection closed.
final class OldClients: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Whether the request that is being answered is one of HTTP/1.0, which is the last one then.
    private var isOld = false

    /// Serves those clients, too, on a connection that speaks HTTP/1.
    static func serve(on pipeline: ChannelPipeline) {
        let pipeline = pipeline.syncOperations
        guard
            let decoder = try? pipeline.handler(
                type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        else { return }
        try? pipeline.addHandler(OldClients(), position: .after(decoder))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOld, case .head(var head) = unwrapInboundIn(data),
            (head.version.major, head.version.minor) < (1, 1)
        else { return context.fireChannelRead(data) }
        isOld = true
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        // It need not name the service, and no browser is among those that do not.
        if !head.headers.contains(name: "Host") {
            head.headers.add(name: "Host", value: "localhost")
        }
        // It cannot know what to do with "100 Continue" (RFC 9110, section 10.1.1).
        head.headers.remove(name: "Expect")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isOld, case .head(var head) = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        head.version = .http1_0
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}

@available(*, unavailable)
extension OldClients: Sendable {}
