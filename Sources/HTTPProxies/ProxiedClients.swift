package import AsyncHTTPClient
internal import Foundation
internal import Synchronization

/// Clients of one configuration, one for each way to the network, which live as long as the
/// process and need no shutting down.
package final class ProxiedClients: Sendable {
    private let configuration: HTTPClient.Configuration
    private let clients = Mutex<[ProxyServer?: HTTPClient]>([:])

    /// Clients of that configuration; of its proxy, nothing is kept.
    package init(_ configuration: HTTPClient.Configuration) {
        self.configuration = configuration
    }

    /// The client that goes through a proxy, or without one.
    package func client(through proxy: ProxyServer?) -> HTTPClient {
        clients.withLock { clients in
            if let client = clients[proxy] { return client }
            var configuration = configuration
            configuration.proxy = proxy.map { proxy in
                .server(
                    host: proxy.host, port: proxy.port,
                    authorization: proxy.credentials.map { credentials in
                        .basic(credentials: Data(credentials.utf8).base64EncodedString())
                    })
            }
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: configuration)
            clients[proxy] = client
            return client
        }
    }
}
