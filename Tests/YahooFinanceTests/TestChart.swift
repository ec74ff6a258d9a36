import Foundation
import MarketData
import Synchronization

@testable import YahooFinance

/// An answer of the chart API, to be written down with a few rows.
struct TestChart {
    typealias Row = (
        time: String, open: Double?, high: Double?, low: Double?, close: Double?,
        adjusted: Double?, volume: Double?
    )

    var zone = "America/New_York"
    var offset = -18_000
    var rows: [Row] = []
    /// Beginning and end of the session that the exchange is in; nil where the answer has none.
    var session: (start: String, end: String)?

    /// A chart of rows that have the same price everywhere.
    init(zone: String = "America/New_York", flat: [(String, Double)]) {
        self.zone = zone
        rows = flat.map { ($0.0, $0.1, $0.1, $0.1, $0.1, $0.1, 100) }
    }

    /// A chart of rows.
    init(_ rows: [Row]) {
        self.rows = rows
    }

    var json: String {
        func list(_ values: [Double?]) -> String {
            "[" + values.map { $0.map { "\($0)" } ?? "null" }.joined(separator: ",") + "]"
        }
        let period =
            session.map {
                #","currentTradingPeriod":{"regular":{"timezone":"EDT","gmtoffset":-14400,"#
                    + #""start":\#(seconds($0.start)),"end":\#(seconds($0.end))}}"#
            } ?? ""
        let stamps = rows.map { "\(seconds($0.time))" }.joined(separator: ",")
        return """
            {"chart":{"result":[{"meta":{"currency":"USD","exchangeTimezoneName":"\(zone)",\
            "gmtoffset":\(offset)\(period)},"timestamp":[\(stamps)],"indicators":{"quote":[{\
            "open":\(list(rows.map(\.open))),"high":\(list(rows.map(\.high))),\
            "low":\(list(rows.map(\.low))),"close":\(list(rows.map(\.close))),\
            "volume":\(list(rows.map(\.volume)))}],\
            "adjclose":[{"adjclose":\(list(rows.map(\.adjusted)))}]}}],"error":null}}
            """
    }

    var reply: ScriptedServer.Reply { ScriptedServer.Reply(body: json) }
}

/// Seconds since 1970 of `YYYY-MM-DDTHH:MM`, in UTC.
func seconds(_ text: String) -> Int64 {
    let date = try? Date(text + ":00Z", strategy: .iso8601)
    return Int64(date?.timeIntervalSince1970 ?? -1)
}

/// A time that passes only while somebody sleeps, and then at once.
final class TestTime: Sendable {
    private struct State {
        var uptime = Duration.zero
        var slept: [Duration] = []
    }

    private let state = Mutex(State())
    private let start: Date

    init(at start: String = "2024-08-01T12:00") {
        self.start = Date(timeIntervalSince1970: Double(seconds(start)))
    }

    /// How long each wait was, those for time-outs aside.
    var slept: [Duration] { state.withLock(\.slept) }
    var uptime: Duration { state.withLock(\.uptime) }

    /// The environment of a client whose requests never time out.
    func environment(random: Double = 0.5) -> YahooEnvironment {
        YahooEnvironment(
            now: { self.start.addingTimeInterval(self.uptime / .seconds(1)) },
            uptime: { self.uptime },
            sleep: { time in
                if time == YahooSettings().requestTimeout {
                    return try await Task.sleep(for: .seconds(3600))
                }
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.uptime += time
                    state.slept.append(time)
                }
            },
            random: { random })
    }
}

extension YahooPrices {
    /// A source that asks a server of the test.
    init(
        _ baseURL: String, _ time: TestTime = TestTime(), interval: BarInterval = .day,
        adjusted: Bool = true, change: (inout YahooSettings) -> Void = { _ in }
    ) {
        var settings = YahooSettings()
        settings.baseURL = baseURL
        change(&settings)
        self.init(
            interval: interval, adjusted: adjusted, settings: settings,
            environment: time.environment())
    }

    /// The history between two days, written as ISO dates.
    func history(
        _ ticker: String = "TEST", _ from: String? = nil, _ to: String? = nil
    ) async throws -> PriceHistory {
        try await history(
            of: ticker, from: from.flatMap { CalendarDate(iso: $0) },
            to: to.flatMap { CalendarDate(iso: $0) })
    }
}
