import StreamServer
import ArgumentParser
import Foundation
import Jobs
import ScanServer
import ServerSentEvents

/// How the service serves, by flags, environment or file.
struct ServiceOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = [
        "host", "port", "tls_certificate", "tls_key", "http2", "token", "token_file", "insecure",
        "allow_origins", "max_running", "max_waiting", "max_waiting_clients", "max_streams",
        "max_connections", "requests_per_second", "request_timeout", "stream_write_timeout",
        "heartbeat",
        "shutdown_timeout", "use_sse_progress",
    ]

    @Option(
        help: ArgumentHelp(
            "Settings as a JSON object: {\"port\": 8000, …}. [TAPEDECK_CONFIG]",
            valueName: "file"))
    var config: String?

    @Option(help: "The address to listen on. [TAPEDECK_HOST] (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port; 0 for any that is free. [TAPEDECK_PORT] (default: 8000)")
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "Speak TLS with the certificate in this file (PEM), followed by those that it rests "
                + "on. [TAPEDECK_TLS_CERTIFICATE]", valueName: "file"))
    var tlsCertificate: String?

    @Option(
        help: ArgumentHelp(
            "The certificate's private key (PEM). [TAPEDECK_TLS_KEY]", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "Whether clients may choose HTTP/2 over TLS. [TAPEDECK_HTTP2] (default: true)",
            valueName: "true|false"))
    var http2: Bool?

    @Option(
        help: ArgumentHelp(
            "The token that clients must show, in a file that only you can read. Without one, "
                + "only requests to addresses, to localhost, and to the names of --host and "
                + "--allow-origin are served. [TAPEDECK_TOKEN_FILE, or the token itself in "
                + "TAPEDECK_TOKEN; \"token\"]", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Serve other machines without a token. [TAPEDECK_INSECURE]")
    var insecure = false

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "An origin whose pages may use the service, such as https://app.example.com; "
                + "repeatable. [TAPEDECK_ALLOW_ORIGINS, with commas; \"allow_origins\"]",
            valueName: "origin"))
    var allowedOrigins: [String] = []

    @Option(help: "Scans that are worked on at once. [TAPEDECK_MAX_RUNNING] (default: 2)")
    var maxRunning: Int?

    @Option(help: "Scans that may wait. [TAPEDECK_MAX_WAITING] (default: 64)")
    var maxWaiting: Int?

    @Option(
        help: ArgumentHelp(
            "Clients that may wait for a result in one request. [TAPEDECK_MAX_WAITING_CLIENTS] "
                + "(default: 1000)", valueName: "n"))
    var maxWaitingClients: Int?

    @Option(help: "Streams at once. [TAPEDECK_MAX_STREAMS] (default: 10000)")
    var maxStreams: Int?

    @Option(help: "Connections at once. [TAPEDECK_MAX_CONNECTIONS] (default: 12000)")
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "Requests a second from one address, twice as many at once; 0 for no limit. "
                + "[TAPEDECK_REQUESTS_PER_SECOND] (default: 100)", valueName: "n"))
    var requestsPerSecond: Int?

    @Option(
        help: ArgumentHelp(
            "How long a connection may be idle, or a request take to arrive: so long for its "
                + "head, and so long again for its body, with a second more for each 16 KiB "
                + "that has come of it. [TAPEDECK_REQUEST_TIMEOUT] (default: 30)",
            valueName: "seconds"))
    var requestTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "How long a stream's client may read nothing. [TAPEDECK_STREAM_WRITE_TIMEOUT] "
                + "(default: 30)", valueName: "seconds"))
    var streamWriteTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "How often an idle stream shows that it lives. [TAPEDECK_HEARTBEAT] (default: 15)",
            valueName: "seconds"))
    var heartbeat: Double?

    @Option(
        help: ArgumentHelp(
            "How long streams and requests may take to end at shutdown. "
                + "[TAPEDECK_SHUTDOWN_TIMEOUT] (default: 10)", valueName: "seconds"))
    var shutdownTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Whether clients may stream; they poll otherwise. [USE_SSE_PROGRESS] (default: true)",
            valueName: "true|false"))
    var useSSEProgress: Bool?

    /// All settings together.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(
        _ settings: Settings
    ) throws -> (server: StreamServerConfiguration, limits: ScanLimits) {
        var server = StreamServerConfiguration()
        server.host = try settings.string(host, "host") ?? server.host
        server.port = try settings.int(port, "port", in: 0...65_535) ?? server.port
        server.tls = try tls(settings)
        server.usesHTTP2 = try settings.bool(http2, "http2") ?? server.usesHTTP2
        server.allowedOrigins = try origins(settings)
        server.requestsPerSecond =
            try settings.int(requestsPerSecond, "requests_per_second", in: 0...1_000_000)
            ?? server.requestsPerSecond
        server.requestTimeout =
            try settings.seconds(requestTimeout, "request_timeout") ?? server.requestTimeout
        server.maxConnections =
            try settings.int(maxConnections, "max_connections", in: 2...1_000_000)
            ?? server.maxConnections
        server.maxStreams =
            try settings.int(maxStreams, "max_streams", in: 1...1_000_000) ?? server.maxStreams
        guard server.maxStreams < server.maxConnections else {
            throw ValidationError(
                "max_streams (\(server.maxStreams)) must be less than max_connections "
                    + "(\(server.maxConnections)), so that others are served beside the streams")
        }
        server.maxWaitingClients =
            try settings.int(maxWaitingClients, "max_waiting_clients", in: 1...1_000_000)
            ?? server.maxWaitingClients
        server.streamWriteTimeout =
            try settings.seconds(streamWriteTimeout, "stream_write_timeout")
            ?? server.streamWriteTimeout
        server.heartbeat = try settings.seconds(heartbeat, "heartbeat") ?? server.heartbeat
        server.shutdown =
            try settings.seconds(shutdownTimeout, "shutdown_timeout") ?? server.shutdown
        server.usesStreams =
            try settings.bool(useSSEProgress, "use_sse_progress") ?? server.usesStreams
        server.token = try token(settings)
        try refuseStrangers(server, settings)
        var limits = ScanLimits()
        limits.maxRunning =
            try settings.int(maxRunning, "max_running", in: 1...1_000) ?? limits.maxRunning
        limits.maxWaiting =
            try settings.int(maxWaiting, "max_waiting", in: 0...100_000) ?? limits.maxWaiting
        return (server, limits)
    }

    /// The origins in the form in which browsers send them.
    private func origins(_ settings: Settings) throws -> [String] {
        try settings.list(allowedOrigins, "allow_origins").map { origin in
            do throws(WebOriginError) {
                return try WebOrigin(origin).text
            } catch {
                throw ValidationError("--allow-origin (\"allow_origins\"): \(error)")
            }
        }
    }

    private func tls(_ settings: Settings) throws -> TLSIdentity? {
        let certificate = try settings.string(tlsCertificate, "tls_certificate")
        let key = try settings.string(tlsKey, "tls_key")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            do throws(TLSIdentityError) {
                return try TLSIdentity(certificateChain: certificate, privateKey: key)
            } catch {
                throw ValidationError(error.description)
            }
        default: throw ValidationError("tls_certificate and tls_key go together: name both")
        }
    }

    private func token(_ settings: Settings) throws -> AccessToken? {
        let file = try settings.string(tokenFile, "token_file")
        let text = try settings.secret("token")
        do throws(AccessTokenError) {
            switch (file, text) {
            case (nil, nil): return nil
            case (let file?, nil): return try AccessToken(contentsOf: file)
            case (nil, let text?): return try AccessToken(text)
            case (_?, _?): break
            }
        } catch {
            throw ValidationError(error.description)
        }
        throw ValidationError("there are both token and token_file: name one of them")
    }

    /// Refuses to let in other machines without a token, unless told to.
    private func refuseStrangers(
        _ server: StreamServerConfiguration, _ settings: Settings
    ) throws {
        let isInsecure = try insecure || settings.bool(nil, "insecure") ?? false
        guard server.token == nil, !HostPolicy.isLoopback(server.host), !isInsecure else { return }
        throw ValidationError(
            "--host \(server.host) can be reached by other machines: name a --token-file, or say "
                + "--insecure to let in anyone")
    }
}
