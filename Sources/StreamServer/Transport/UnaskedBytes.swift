internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Parts from a client that sends on where nobody reads: more requests behind one that is not
/// answered, or a body with a request that has none.
final class UnaskedBytes: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What clients that send a few short requests at once may have waiting.
    private static let most = 16 * 1024

    private struct Unanswered {
        /// Whether somebody reads the body as it comes.
        let isRead: Bool
        var bytes: Int
    }

    private var unanswered: [Unanswered] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            unanswered.append(
                Unanswered(
                    isRead: head.method != .get && head.method != .head,
                    bytes: unanswered.isEmpty ? 0 : Self.countBytes(head)))
        case .body(let bytes):
            // Of a request that is answered already, the rest is thrown away as it comes.
            if let last = unanswered.indices.last, last > 0 || !unanswered[last].isRead {
                unanswered[last].bytes += bytes.readableBytes
            }
        case .end:
            break
        }
        if unanswered.count > 1 || unanswered.first?.isRead == false {
            guard unanswered.reduce(0, { $0 + $1.bytes }) <= Self.most else {
                context.close(promise: nil)
                return
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), !unanswered.isEmpty { unanswered.removeFirst() }
        context.write(data, promise: promise)
    }

    private static func countBytes(_ head: HTTPRequest) -> Int {
        head.headerFields.reduce(head.path?.utf8.count ?? 0) {
            $0 + $1.name.rawName.utf8.count + $1.value.utf8.count
        }
    }
}

@available(*, unavailable)
extension UnaskedBytes: Sendable {}
