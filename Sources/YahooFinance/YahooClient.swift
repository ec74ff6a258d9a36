internal import Foundation
internal import MarketData

/// Asks Yahoo's server until it answers with something, or has had its chances.
struct YahooClient: Sendable {
    private let settings: YahooSettings
    private let environment: YahooEnvironment
    private let transport: HTTPTransport
    private let pacer: Pacer

    /// A client with a line of its own; keep one.
    init(_ settings: YahooSettings, _ environment: YahooEnvironment) {
        precondition(settings.maximumTries > 0, "a request must be tried")
        self.settings = settings
        self.environment = environment
        transport = HTTPTransport(settings: settings, sleep: environment.sleep)
        pacer = Pacer(settings, environment)
    }

    /// The JSON at `path`, asked for on behalf of `ticker`.
    ///
    /// Busy servers and broken connections are tried again. When the server says that there are
    /// too many requests, or for how long to leave it alone, all requests wait, not only this.
    func json(at path: String, for ticker: String) async throws -> Data {
        var number = 1
        while true {
            switch try await verdict(path, ticker) {
            case .body(let body):
                return body
            case .failed(let error):
                throw error
            case .busy(let code, let reason, let retryAfter):
                let delay =
                    retryAfter.flatMap { Backoff.delay(retryAfter: $0, now: environment.now()) }
                if code == .rateLimited || delay != nil {
                    let random = environment.random()
                    pacer.pause(for: delay ?? Backoff.delay(afterTry: number, random: random))
                }
                guard number < settings.maximumTries else {
                    throw PriceError(code, "'\(ticker)' after \(number) tries: \(reason)")
                }
                if code != .rateLimited && delay == nil {
                    try await sleep(
                        Backoff.delay(afterTry: number, random: environment.random()), ticker)
                }
                number += 1
            }
        }
    }

    private func verdict(_ path: String, _ ticker: String) async throws -> Verdict {
        do {
            let answer = try await pacer.run { try await transport.get(settings.baseURL + path) }
            return Verdict(answer, ticker: ticker)
        } catch let failure as TransportFailure {
            return Verdict(failure, settings, ticker: ticker)
        } catch {
            throw PriceError.cancelled(ticker: ticker, source: YahooPrices.sourceName)
        }
    }

    private func sleep(_ time: Duration, _ ticker: String) async throws {
        do {
            try await WaitMeter.wait { try await environment.sleep(time) }
        } catch {
            throw PriceError.cancelled(ticker: ticker, source: YahooPrices.sourceName)
        }
    }
}
