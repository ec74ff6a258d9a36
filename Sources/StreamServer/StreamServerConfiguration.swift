/// Where and how the service listens.
package struct StreamServerConfiguration: Sendable {
    /// The address to bind to.
    package var host = "127.0.0.1"
    /// The port, 0 for any that is free.
    package var port = 8000
    /// The certificate to speak TLS with; nil for plain HTTP.
    package var tls: TLSIdentity?
    /// Whether clients that ask for HTTP/2 over TLS get it.
    package var usesHTTP2 = true
    /// The secret that clients must show; nil to let in anyone.
    package var token: AccessToken?
    /// The origins, besides the service's own, whose pages may use it.
    package var allowedOrigins: [String] = []
    /// How many requests a second one address may make; 0 for no limit.
    package var requestsPerSecond = 100
    /// How long a client may take with a request, or keep a connection idle.
    package var requestTimeout = Duration.seconds(30)
    /// How many connections there may be at once.
    package var maxConnections = 12_000
    /// Whether clients may stream; they poll otherwise.
    package var usesStreams = true
    /// How many streams there may be at once; fewer than connections, so that others are
    /// served beside them.
    package var maxStreams = 10_000
    /// How many clients may wait for a result in one request at once.
    package var maxWaitingClients = 1_000
    /// How often an idle stream carries a heartbeat.
    package var heartbeat = Duration.seconds(15)
    /// How long a client may take no bytes of what it asked for before it is closed.
    package var streamWriteTimeout = Duration.seconds(30)
    /// How long streams and requests may take to end at shutdown.
    package var shutdown = Duration.seconds(10)

    /// Makes the defaults.
    package init() {}
}
