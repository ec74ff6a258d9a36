package import HummingbirdCore
internal import HummingbirdHTTP2
internal import HummingbirdTLS
internal import NIOCore

extension HTTPServerBuilder {
    /// The connections of a service: plain HTTP/1.1, or TLS, and HTTP/2 over it for clients that
    /// ask for it.
    package static func connections(
        _ configuration: StreamServerConfiguration, _ shares: Shares
    ) -> HTTPServerBuilder {
        let requestTimeout = TimeAmount(configuration.requestTimeout)
        // Like responses, so that there is time left for what follows.
        let farewell = TimeAmount(configuration.shutdown / 2)
        let http1 = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                UnaskedBytes(),
                ConnectionHandler(
                    writeTimeout: TimeAmount(configuration.streamWriteTimeout),
                    drainTimeout: TimeAmount(configuration.shutdown / 2),
                    deadline: RequestDeadline(limit: requestTimeout)),
            ],
            idleTimeout: requestTimeout,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024,
                maxHeaderFieldCount: 100))
        guard let tls = configuration.tls?.configuration else {
            return HTTPServerBuilder { responder in
                ConnectionShares(
                    base: HTTP1Channel(responder: responder, configuration: http1), shares: shares)
            }
        }
        guard configuration.usesHTTP2 else {
            return HTTPServerBuilder { responder in
                ConnectionShares(
                    base: HandshakeDeadline(
                        base: try TLSChannel(
                            HTTP1Channel(responder: responder, configuration: http1),
                            tlsConfiguration: tls),
                        limit: requestTimeout, farewell: farewell),
                    shares: shares)
            }
        }
        let http2 = HTTP2ChannelConfiguration(
            idleTimeout: configuration.requestTimeout,
            gracefulCloseTimeout: configuration.shutdown / 2, streamConfiguration: http1)
        return HTTPServerBuilder { responder in
            ConnectionShares(
                base: HandshakeDeadline(
                    base: try HTTP2UpgradeChannel(
                        tlsConfiguration: tls, configuration: http2, responder: responder),
                    limit: requestTimeout, farewell: farewell),
                shares: shares)
        }
    }
}
