internal import NIOCore
internal import NIOHTTPTypes

/// Watches over one connection: parts from a client that does not read, or that takes too long
/// with a request, tells those who serve it when the client leaves, and holds back its closing
/// until the end of the last response is sent.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a client may take no bytes, though there are some.
    private let writeTimeout: TimeAmount
    /// How long the rest of a response may take once the service shuts down.
    private let drainTimeout: TimeAmount
    /// How long a request may take from its head to its end.
    private let deadline: RequestDeadline
    private var arrival: Scheduled<Void>?
    private var bodyBytes = 0
    /// Called when the client leaves.
    private var whenLeft: (@Sendable () -> Void)?
    private var isInputClosed = false
    private var hub: StreamHub?
    /// Looks whether the client has taken any bytes since `buffered` of them waited for it.
    private var check: Scheduled<Void>?
    private var buffered: Int?
    /// How many responses have been written to their ends, but not been sent.
    private var unsentEnds = 0
    /// The closing that waits for them.
    private var heldClose: HeldClose?
    private var isQuiescing = false

    private struct HeldClose {
        var promise: EventLoopPromise<Void>?
        var deadline: Scheduled<Void>?
    }

    /// Makes the handler of one connection, or of one stream of HTTP/2.
    init(writeTimeout: TimeAmount, drainTimeout: TimeAmount, deadline: RequestDeadline) {
        self.writeTimeout = writeTimeout
        self.drainTimeout = drainTimeout
        self.deadline = deadline
    }

    /// Lets the handler of `channel` tell `hub` from now on; on the event loop.
    ///
    /// - Returns: false where the client has left already.
    static func connect(_ channel: any Channel, to hub: StreamHub) -> Bool {
        guard let handler = handler(of: channel) else { return false }
        handler.hub = hub
        return true
    }

    /// Calls `body` once when the client of `channel` leaves; on the event loop.
    ///
    /// At once where it has left already; nil calls nothing any more.
    static func whenClientLeaves(_ channel: any Channel, _ body: (@Sendable () -> Void)?) {
        if let handler = handler(of: channel) { handler.whenLeft = body } else { body?() }
    }

    /// The handler of a connection whose client is still there.
    private static func handler(of channel: any Channel) -> ConnectionHandler? {
        guard
            channel.isActive,
            let handler = try? channel.pipeline.syncOperations.handler(
                type: ConnectionHandler.self),
            !(handler.isInputClosed && !isStreamOfConnection(channel))
        else { return nil }
        return handler
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bodyBytes = 0
            arrival?.cancel()
            watchArrival(context, since: context.eventLoop.now)
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
        case .end:
            arrival?.cancel()
            arrival = nil
        }
        context.fireChannelRead(data)
    }

    /// Parts from the client if the request that began at `start` is not whole in time.
    private func watchArrival(_ context: ChannelHandlerContext, since start: NIODeadline) {
        let due = start + deadline.limit(bodyBytes: bodyBytes)
        arrival = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
            // What has come of the body since may have earned more time.
            if context.eventLoop.now < start + self.deadline.limit(bodyBytes: self.bodyBytes) {
                self.watchArrival(context, since: start)
            } else {
                context.close(promise: nil)
            }
        }
    }

    /// Tells whoever waits that the client has left.
    private func tellThatClientLeft() {
        whenLeft?()
        whenLeft = nil
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Each connection keeps the buffer that its last request was read into; most are short.
        guard !Self.isStreamOfConnection(context.channel) else { return }
        OldClients.serve(on: context.pipeline)
        try? context.channel.syncOptions?.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 16_384))
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if heldClose == nil {
                check?.cancel()
                check = nil
            }
            hub?.connectionIsWritable(context.channel)
        } else if check == nil {
            buffered = Self.bufferedBytes(context.channel)
            scheduleCheck(context)
        }
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
        unsentEnds += 1
        sent.futureResult.assumeIsolated().whenComplete { _ in
            self.unsentEnds -= 1
            if self.unsentEnds == 0 { self.closeIfHeld(context) }
        }
        context.write(data, promise: sent)
    }

    /// Closes once the ends of all responses are sent; a socket drops what it has not sent, and a
    /// stream of HTTP/2 is reset.
    func close(
        context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
    ) {
        guard mode == .all, unsentEnds > 0, context.channel.isActive else {
            return context.close(mode: mode, promise: promise)
        }
        if let held = heldClose {
            if let promise, let first = held.promise {
                first.futureResult.cascade(to: promise)
            } else if let promise {
                heldClose?.promise = promise
            }
            return
        }
        heldClose = HeldClose(promise: promise)
        boundHeldClose(context)
    }

    /// Sees to it that a client which takes nothing does not hold up its closing for ever.
    private func boundHeldClose(_ context: ChannelHandlerContext) {
        if isQuiescing {
            heldClose?.deadline = context.eventLoop.assumeIsolated().scheduleTask(
                in: drainTimeout
            ) { self.closeIfHeld(context) }
        } else if check == nil {
            buffered = Self.bufferedBytes(context.channel)
            scheduleCheck(context)
        }
    }

    private func closeIfHeld(_ context: ChannelHandlerContext) {
        guard let held = heldClose else { return }
        heldClose = nil
        held.deadline?.cancel()
        context.close(promise: held.promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !isQuiescing {
            isQuiescing = true
            if heldClose != nil { boundHeldClose(context) }
        }
        if case .inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if !Self.isStreamOfConnection(context.channel) {
                tellThatClientLeft()
                hub?.connection(context.channel, .left)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
        arrival?.cancel()
        arrival = nil
        closeIfHeld(context)
        tellThatClientLeft()
        hub?.connection(context.channel, .left)
        context.fireChannelInactive()
    }

    /// Whether a channel is a stream of HTTP/2, where each request ends with the client closing
    /// its side; elsewhere that means that it has left.
    static func isStreamOfConnection(_ channel: any Channel) -> Bool {
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
