import Foundation
import MarketData
import Testing
import Zlib

@testable import YahooFinance

/// What the source makes of good answers.
@Suite(.timeLimit(.minutes(3))) struct YahooPricesTests {
    @Test(arguments: [
        ("winter in New York", "America/New_York", "2024-01-16T14:30", "2024-01-16"),
        ("summer in New York", "America/New_York", "2024-07-16T13:30", "2024-07-16"),
        ("summer in London", "Europe/London", "2024-07-16T07:00", "2024-07-16"),
        ("Tokyo", "Asia/Tokyo", "2024-01-16T00:00", "2024-01-16"),
        (
            "summer in Sydney, the day before in UTC", "Australia/Sydney", "2024-01-15T23:00",
            "2024-01-16"
        ),
        ("midnight of summer in London", "Europe/London", "2024-07-15T23:00", "2024-07-16"),
        (
            "unknown zone, present distance from UTC", "Mars/Olympus", "2024-01-16T03:00",
            "2024-01-15"
        ),
    ])
    func dayIsThatOfTheExchange(
        name: String, zone: String, time: String, day: String
    ) async throws {
        try await ScriptedServer.run([TestChart(zone: zone, flat: [(time, 5)]).reply]) {
            let history = try await YahooPrices($1).history("TEST", "2024-01-01")
            #expect(history.bars.times.map(\.description) == [day], "\(name)")
        }
    }

    /// Bars with nulls between them, as Yahoo pads them, pack a hundredfold and more.
    @Test(arguments: [0, 40_000])
    func packedAnswerIsRead(nulls: Int) async throws {
        var chart = TestChart(flat: [("2024-07-16T13:30", 5)])
        chart.rows += Array(
            repeating: ("2024-07-17T13:30", nil, nil, nil, nil, nil, nil), count: nulls)
        let text = Array(chart.json.utf8)
        let packed = gzip(text)
        let reply = ScriptedServer.Reply(
            headers: [("Content-Encoding", "gzip")], bytes: packed)
        try await ScriptedServer.run([reply]) { server, baseURL in
            let history = try await YahooPrices(baseURL).history()
            #expect(history.bars.close == [5])
            #expect(server.requests.first?.acceptEncoding == "gzip")
            #expect(nulls == 0 || text.count > 100 * packed.count)
        }
    }

    @Test func packedAnswerBeyondTheLimitIsRefusedAtOnce() async throws {
        let packed = gzip(Array(repeating: UInt8(ascii: " "), count: 65 * 1024 * 1024))
        let reply = ScriptedServer.Reply(
            headers: [("Content-Encoding", "gzip")], bytes: packed)
        try await ScriptedServer.run([reply]) { server, baseURL in
            let error = await #expect(throws: PriceError.self) {
                _ = try await YahooPrices(baseURL).history()
            }
            #expect(error?.code == .badData)
            #expect(error?.message.contains("the answer has more than") == true)
            #expect(server.requests.count == 1)
        }
    }

    private func gzip(_ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
        var deflater = Deflater()
        deflater.compress(payload.span, appendingTo: &bytes)
        for word in [crc32(payload.span), UInt32(payload.count)] {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return bytes
    }

    @Test func requestAsksForADayMoreOnEitherSideLikeABrowser() async throws {
        try await ScriptedServer.run([TestChart(flat: [("2024-07-16T13:30", 5)]).reply]) {
            server, baseURL in
            _ = try await YahooPrices(baseURL).history("AAPL", "2024-07-15", "2024-07-17")
            let request = try #require(server.requests.first)
            #expect(
                request.uri
                    == "/v8/finance/chart/AAPL?period1=\(seconds("2024-07-14T00:00"))"
                    + "&period2=\(seconds("2024-07-19T00:00"))&interval=1d&events=div,splits"
                    + "&includePrePost=false")
            #expect(request.userAgent?.hasPrefix("Mozilla/5.0 ") == true)
        }
    }

    @Test(arguments: [
        ("BRK.B", "BRK-B"), ("MOG.A", "MOG-A"), ("BTC-USD", "BTC-USD"), ("^GSPC", "%5EGSPC"),
        ("EURUSD=X", "EURUSD%3DX"), ("7203.T", "7203.T"), ("VOD.L", "VOD.L"),
        ("SAP.DE", "SAP.DE"), ("../A?b", "..%2FA%3Fb"),
    ])
    func tickerIsSpelledAsYahooDoes(ticker: String, symbol: String) async throws {
        try await ScriptedServer.run([TestChart(flat: [("2024-07-16T13:30", 5)]).reply]) {
            server, baseURL in
            let history = try await YahooPrices(baseURL).history(ticker)
            #expect(history.bars.ticker == ticker)
            let uri = try #require(server.requests.first?.uri)
            #expect(uri.hasPrefix("/v8/finance/chart/\(symbol)?"), "\(uri)")
        }
    }

    @Test(arguments: [true, false])
    func pricesFollowDividendsWhenAdjusted(isAdjusted: Bool) async throws {
        let chart = TestChart([("2024-07-16T13:30", 10, 12, 8, 10, 5, 7)])
        try await ScriptedServer.run([chart.reply]) {
            let prices = YahooPrices($1, adjusted: isAdjusted)
            #expect(prices.name == (isAdjusted ? "yahoo" : "yahoo?adjusted=false"))
            let bars = try await prices.history().bars
            let factor = isAdjusted ? 0.5 : 1
            #expect(
                [bars.open, bars.high, bars.low, bars.close, bars.volume]
                    == [[10 * factor], [12 * factor], [8 * factor], [10 * factor], [7]])
        }
    }

    @Test func rowsWithoutAPriceAreDroppedAndThoseWithoutAVolumeKept() async throws {
        let chart = TestChart([
            ("2024-07-15T13:30", 1, 1, 1, 1, 1, 7),
            ("2024-07-16T13:30", nil, nil, nil, nil, nil, nil),
            ("2024-07-17T13:30", 3, 3, 3, 3, nil, 7),
            ("2024-07-18T13:30", 4, 4, 4, 4, 4, nil),
            ("2024-07-19T13:30", 5, 4, 3, 4, 4, 7),
        ])
        try await ScriptedServer.run([chart.reply]) {
            let history = try await YahooPrices($1).history()
            #expect(history.bars.close == [1, 4, 4])
            #expect(history.bars.volume == [7, 0, 7])
            #expect(history.counts == RowCounts(rows: 5, rowsDropped: 2, rowsOutsideRange: 1))
        }
    }

    @Test func dayThatComesTwiceIsTheLaterOne() async throws {
        let chart = TestChart(flat: [
            ("2024-07-15T13:30", 1), ("2024-07-16T13:30", 2), ("2024-07-16T20:00", 3),
        ])
        try await ScriptedServer.run([chart.reply]) {
            let history = try await YahooPrices($1).history()
            #expect(history.bars.close == [1, 3])
            #expect(history.counts == RowCounts(rows: 3, rowsDropped: 1))
        }
    }

    @Test func barsOutsideTheDaysAreLeftOut() async throws {
        let chart = TestChart(flat: [
            ("2024-07-14T13:30", 1), ("2024-07-15T13:30", 2), ("2024-07-16T13:30", 3),
            ("2024-07-17T13:30", 4), ("2024-07-31T13:30", 5),
        ])
        try await ScriptedServer.run([chart.reply]) {
            let history = try await YahooPrices($1).history("TEST", "2024-07-15", "2024-07-16")
            #expect(history.bars.close == [2, 3])
        }
    }

    @Test func timeOfTheFetchIsSaid() async throws {
        try await ScriptedServer.run([TestChart(flat: [("2024-07-16T13:30", 5)]).reply]) {
            let history = try await YahooPrices($1).history()
            #expect(
                history.fetchedAt?.timeIntervalSince1970 == Double(seconds("2024-08-01T12:00")))
        }
    }
}
