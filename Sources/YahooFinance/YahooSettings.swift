package import Foundation
package import HTTPProxies

/// How hard Yahoo's server may be pressed, and where it is.
package struct YahooSettings: Sendable {
    /// Scheme, host and port, without a slash at the end.
    package var baseURL = "https://query2.finance.yahoo.com"
    /// What the client calls itself; Yahoo turns away what does not look like a browser.
    package var userAgent =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        + "Chrome/138.0.0.0 Safari/537.36"
    /// Requests that wait for an answer at the same time, at least one.
    package var maximumRequestsInFlight = 8
    /// Requests begun in a second in the long run; there is no official limit.
    package var requestsPerSecond = 5.0
    /// Requests that may begin at once after a quiet time.
    package var burst = 8
    /// How often one request is tried, the first time included.
    package var maximumTries = 4
    /// How long one try may take, from the first byte sent to the last received.
    package var requestTimeout = Duration.seconds(10)
    /// The largest body that is read, after decompression.
    package var bodyLimitBytes = 32 * 1024 * 1024

    /// The proxies that the environment names.
    package var proxies = ProxyEnvironment()

    /// The defaults.
    package init() {}

    /// The proxy through which the server is asked; nil without one.
    var proxy: ProxyServer? { (try? proxies.proxy(for: baseURL)) ?? nil }

    /// What is wrong with the proxy that the environment names; nil where nothing is.
    package var proxyProblem: String? {
        do throws(ProxyError) {
            _ = try proxies.proxy(for: baseURL)
            return nil
        } catch {
            return error.description
        }
    }
}

/// The time, the waiting and the chance that a client depends on.
package struct YahooEnvironment: Sendable {
    /// The time of day.
    package var now: @Sendable () -> Date
    /// The time since some moment that stays the same.
    package var uptime: @Sendable () -> Duration
    /// Returns after the given time, or throws as soon as its task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1, 1 excluded.
    package var random: @Sendable () -> Double

    /// Uses what is given instead of the system's.
    package init(
        now: @escaping @Sendable () -> Date,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
    }

    /// The clocks and the random numbers of the system.
    package static var system: YahooEnvironment {
        let start = ContinuousClock.now
        return YahooEnvironment(
            now: { Date() }, uptime: { start.duration(to: .now) },
            sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) })
    }
}
