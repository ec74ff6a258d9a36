import MarketData
import Testing

@testable import YahooFinance

/// What the source makes of failures.
@Suite(.timeLimit(.minutes(3))) struct YahooFailureTests {
    private typealias Reply = ScriptedServer.Reply

    private static let good = TestChart(flat: [("2024-07-16T13:30", 5)]).reply
    private static let html = "<!DOCTYPE html><html><body>Will be right back</body></html>"

    private static func chartError(_ code: String, _ description: String) -> String {
        """
        {"chart":{"result":null,"error":{"code":"\(code)","description":"\(description)"}}}
        """
    }

    private static func series(_ content: String) -> String {
        """
        {"chart":{"result":[{"meta":{"exchangeTimezoneName":"UTC"},\(content)}],"error":null}}
        """
    }

    /// The error of a request, and how often the server was asked.
    private static func failure(
        of replies: [Reply], change: (inout YahooSettings) -> Void = { _ in }
    ) async throws -> (error: PriceError, requests: Int) {
        try await ScriptedServer.run(replies) { server, baseURL in
            let error = try await #require(throws: PriceError.self) {
                try await YahooPrices(baseURL, change: change).history("TEST")
            }
            #expect(error.message.contains("'TEST'"), "\(error)")
            return (error, server.requests.count)
        }
    }

    @Test(
        arguments: [
            (
                404, chartError("Not Found", "No data found, symbol may be delisted"),
                PriceError.Code.unknownTicker, "No data found, symbol may be delisted"
            ),
            (404, html, .unknownTicker, "HTTP 404"),
            (
                422, chartError("Unprocessable Entity", "5m data not available for startTime=1"),
                .noData, "5m data not available"
            ),
            (
                400, chartError("Bad Request", "Data doesn't exist for startDate = 1, endDate = 2"),
                .noData, "Data doesn't exist"
            ),
            (
                401,
                #"{"finance":{"result":null,"error":{"code":"Unauthorized","description":"no"}}}"#,
                .internal, "HTTP 401: no"
            ),
            (403, html, .internal, "HTTP 403"),
            (200, html, .badData, "other than JSON, '<!DOCTYPE html>"),
            (200, "", .badData, "other than JSON, '…'"),
            (200, "{", .badData, "'TEST', $"),
            (200, "{}", .badData, "$.chart.result[0]: there is none"),
            (200, chartError("Not Found", "No data found"), .unknownTicker, "No data found"),
            (200, series(#""indicators":{"quote":[{}]}"#), .noData, "no bars of 'TEST'"),
            (200, series(#""x":1"#), .badData, "$.chart.result[0].indicators: there is none"),
            (
                200, series(#""timestamp":[1],"indicators":{"quote":[{"open":["a"]}]}"#), .badData,
                "$.chart.result[0].indicators.quote[0].open[0]: "
            ),
            (
                200, series(#""timestamp":[1],"indicators":{"quote":[{"open":[]}]}"#), .badData,
                "$.chart.result[0].indicators.quote[0].open: 0 values for 1 timestamps"
            ),
            (
                200, series(#""timestamp":[1],"indicators":{"quote":[{"open":[1]}]}"#), .badData,
                "$.chart.result[0].indicators.quote[0].high: there is none for 1 timestamps"
            ),
            (
                200,
                series(#""timestamp":[1],"indicators":{}"#)
                    .replacing(#""exchangeTimezoneName":"UTC""#, with: ""),
                .badData, "$.chart.result[0].meta: neither"
            ),
        ] as [(Int, String, PriceError.Code, String)])
    func answerWithoutBarsIsSortedAndNotAskedForAgain(
        status: Int, body: String, code: PriceError.Code, fragment: String
    ) async throws {
        let (error, requests) = try await Self.failure(of: [Reply(status: status, body: body)])
        #expect(error.code == code, "\(error)")
        #expect(error.message.contains(fragment), "\(error)")
        #expect(requests == 1)
    }

    @Test(
        arguments: [
            ("price of zero", (0, 1, 1, 1, 1, 1), "2024-07-16, open: 0.0 is no price"),
            ("negative close", (1, 1, 1, -37.63, 1, 1), "2024-07-16, close: -37.63 is no price"),
            (
                "absurd high", (1, 1e13, 1, 1, 1, 1),
                "2024-07-16, high: 10000000000000.0 is no price"
            ),
            ("adjusted to zero", (1, 1, 1, 1, 0, 1), "2024-07-16, adjclose: 0.0 is no price"),
            ("negative volume", (1, 1, 1, 1, 1, -1), "2024-07-16, volume: -1.0 is below zero"),
        ] as [(String, (Double, Double, Double, Double, Double, Double), String)])
    func unsoundRowIsNamed(
        name: String, row: (Double, Double, Double, Double, Double, Double), fragment: String
    ) async throws {
        let chart = TestChart([
            ("2024-07-16T13:30", row.0, row.1, row.2, row.3, row.4, row.5)
        ])
        let (error, _) = try await Self.failure(of: [chart.reply])
        #expect(error.code == .badData)
        #expect(error.message.contains(fragment), "\(name): \(error)")
    }

    @Test func timesThatGoBackAreNamed() async throws {
        let chart = TestChart(flat: [("2024-07-16T13:30", 1), ("2024-07-15T13:30", 1)])
        let (error, _) = try await Self.failure(of: [chart.reply])
        #expect(error.message.contains("$.chart.result[0].timestamp[1]: "), "\(error)")
    }

    @Test func answerAboveTheLimitIsRefused() async throws {
        let (error, requests) = try await Self.failure(of: [Self.good]) {
            $0.bodyLimitBytes = 100
        }
        #expect(error.code == .badData)
        #expect(error.message.contains("more than 100 bytes"))
        #expect(requests == 1)
    }

    @Test func serverThatIsNotThereIsNamed() async throws {
        let error = await #expect(throws: PriceError.self) {
            try await YahooPrices("http://127.0.0.1:1").history()
        }
        #expect(error?.code == .internal)
        #expect(error?.message.contains("http://127.0.0.1:1 failed") == true)
    }

    @Test func serverThatCannotBeTrustedIsNotAskedAgain() async throws {
        try await ScriptedServer.run([Self.good]) { _, baseURL in
            let time = TestTime()
            let error = await #expect(throws: PriceError.self) {
                try await YahooPrices(
                    baseURL.replacing("http:", with: "https:"), time
                ).history()
            }
            #expect(error?.code == .internal)
            #expect(error?.message.contains("CA certificates") == true, "\(error?.message ?? "")")
            #expect(time.slept == [])
        }
    }
}
