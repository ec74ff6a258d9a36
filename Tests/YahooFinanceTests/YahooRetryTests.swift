import MarketData
import Testing

@testable import YahooFinance

/// How often and when the source asks again, and when it gives up.
@Suite(.timeLimit(.minutes(3))) struct YahooRetryTests {
    private typealias Reply = ScriptedServer.Reply

    private static let good = TestChart(flat: [("2024-07-16T13:30", 5)]).reply

    /// The error of a request, and how often the server was asked.
    private static func failure(
        of reply: Reply, _ time: TestTime = TestTime()
    ) async throws -> (error: PriceError, requests: Int) {
        try await ScriptedServer.run([reply]) { server, baseURL in
            let error = try await #require(throws: PriceError.self) {
                try await YahooPrices(baseURL, time).history("TEST")
            }
            return (error, server.requests.count)
        }
    }

    @Test(arguments: [
        ("bad gateway", Reply(status: 502, body: "<!DOCTYPE html>")),
        ("server error", Reply(status: 500)),
        ("cut body", Reply(body: good.body, manner: .cutShort)),
        ("too many requests", Reply(status: 429, body: "Too Many Requests")),
        ("denied", Reply(status: 999)),
        ("block page of status 200", Reply(body: "Edge: Too Many Requests")),
    ])
    private func failureThatPassesIsTriedAgain(name: String, reply: Reply) async throws {
        try await ScriptedServer.run([reply, reply, reply, Self.good]) { server, baseURL in
            let history = try await YahooPrices(baseURL).history()
            #expect(history.bars.close == [5], "\(name)")
            #expect(server.requests.count == 4)
        }
    }

    @Test(arguments: [
        (Reply(status: 429), PriceError.Code.rateLimited, "after 4 tries"),
        (Reply(status: 503), .internal, "after 4 tries: Yahoo's server fails with HTTP 503"),
        (Reply(body: good.body, manner: .cutShort), .internal, "check the network"),
    ])
    private func failureThatLastsEndsAfterFourTries(
        reply: Reply, code: PriceError.Code, fragment: String
    ) async throws {
        let (error, requests) = try await Self.failure(of: reply)
        #expect(error.code == code)
        #expect(error.message.contains(fragment), "\(error)")
        #expect(requests == 4)
    }

    @Test func waitsBetweenTriesDouble() async throws {
        let time = TestTime()
        _ = try await Self.failure(of: Reply(status: 500), time)
        #expect(time.slept == [.seconds(0.5), .seconds(1), .seconds(2)])
    }

    @Test func tooManyRequestsMakeAllWaitThoughTheServerDoesNotSayHowLong() async throws {
        let time = TestTime()
        _ = try await Self.failure(of: Reply(status: 429), time)
        #expect(time.uptime >= .seconds(0.5 + 1 + 2))
        try await ScriptedServer.run([Reply(status: 429), Self.good]) { _, baseURL in
            let time = TestTime()
            let prices = YahooPrices(baseURL, time) { $0.maximumTries = 1 }
            await #expect(throws: PriceError.self) { try await prices.history("A") }
            _ = try await prices.history("B")
            #expect(time.uptime >= .seconds(0.5))
        }
    }

    @Test(arguments: [429, 503])
    func retryAfterHoldsForAllRequests(status: Int) async throws {
        let busy = Reply(status: status, headers: [("Retry-After", "30")])
        try await ScriptedServer.run([busy, Self.good]) { server, baseURL in
            let time = TestTime()
            let prices = YahooPrices(baseURL, time) { $0.maximumTries = 1 }
            await #expect(throws: PriceError.self) { try await prices.history("A") }
            #expect(time.uptime == .zero)
            _ = try await prices.history("B")
            #expect(time.uptime >= .seconds(30.2) && time.uptime < .seconds(30.3))
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: [429, 500])
    func waitsForOnesTurnAreMeasuredApart(status: Int) async throws {
        let busy = Reply(
            status: status, headers: status == 429 ? [("Retry-After", "60")] : [])
        try await ScriptedServer.run([busy, Self.good]) { _, baseURL in
            let time = TestTime()
            let meter = WaitMeter(elapsed: { time.uptime })
            try await WaitMeter.$current.withValue(meter) {
                _ = try await YahooPrices(baseURL, time).history()
            }
            // All of the time, as the server answers at once.
            #expect(meter.waited() == time.uptime)
            #expect(meter.waited() >= (status == 429 ? .seconds(60) : .seconds(0.5)))
        }
    }

    @Test func serverThatNeverAnswersTimesOut() async throws {
        try await ScriptedServer.run([Reply(manner: .silent)]) { server, baseURL in
            var settings = YahooSettings()
            settings.baseURL = baseURL
            var environment = TestTime().environment()
            environment.sleep = { time in
                if time == YahooSettings().requestTimeout { await server.firstRequest() }
            }
            let prices = YahooPrices(settings: settings, environment: environment)
            let error = await #expect(throws: PriceError.self) { try await prices.history() }
            #expect(error?.code == .timeout)
            #expect(error?.message.contains("within 10.0 seconds") == true)
        }
    }

    @Test func cancellationEndsAWaitForAnAnswerAtOnce() async throws {
        try await ScriptedServer.run([Reply(manner: .silent)]) { server, baseURL in
            let task = Task { try await YahooPrices(baseURL).history() }
            await server.firstRequest()
            task.cancel()
            let error = await #expect(throws: PriceError.self) { try await task.value }
            #expect(error?.isCancellation == true)
        }
    }

    @Test func cancellationEndsAWaitInTheLineAtOnce() async throws {
        try await ScriptedServer.run([Reply(manner: .silent)]) { server, baseURL in
            let prices = YahooPrices(baseURL) { $0.maximumRequestsInFlight = 1 }
            let first = Task { try await prices.history() }
            await server.firstRequest()
            let second = Task { try await prices.history() }
            second.cancel()
            let error = await #expect(throws: PriceError.self) { try await second.value }
            #expect(error?.isCancellation == true)
            #expect(server.requests.count == 1)
            first.cancel()
            _ = await first.result
        }
    }

    @Test func noMoreRequestsAreInFlightThanAllowed() async throws {
        var slow = Self.good
        slow.manner = .gathered(3)
        try await ScriptedServer.run([slow]) { server, baseURL in
            let prices = YahooPrices(baseURL) { settings in
                settings.maximumRequestsInFlight = 3
                settings.burst = 100
            }
            try await withThrowingTaskGroup(of: PriceHistory.self) { group in
                for number in 0..<21 {
                    group.addTask { try await prices.history("T\(number)") }
                }
                for try await history in group { #expect(history.bars.close == [5]) }
            }
            #expect(server.requests.count == 21)
            #expect(server.mostInFlight == 3)
        }
    }
}
