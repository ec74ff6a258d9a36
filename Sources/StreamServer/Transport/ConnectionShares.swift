internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Connections of which no client has so many that there are none for others.
struct ConnectionShares<Base: ServerChildChannel>: ServerChildChannel {
    /// The connections themselves.
    let base: Base
    let shares: Shares

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            if let place = shares.take(for: ClientAddress(of: channel)) {
                channel.closeFuture.whenComplete { _ in withExtendedLifetime(place) {} }
            } else {
                // It cannot be closed before it is open.
                try channel.pipeline.syncOperations.addHandler(Refusal(), position: .first)
            }
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// Closes its connection as soon as it is open.
private final class Refusal: ChannelInboundHandler, Sendable {
    typealias InboundIn = NIOAny

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.close(promise: nil)
    }
}
