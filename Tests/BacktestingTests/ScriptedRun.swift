import MarketData

@testable import Backtesting

/// A run of given signals over bars of given opens and closes, worked out by hand in tests.
struct ScriptedRun {
    let bars: Bars
    let result: BacktestResult

    var statistics: RunStatistics { RunStatistics(result, on: bars) }

    init(
        _ prices: [(open: Double, close: Double)], _ signals: [Signal], percent: Double = 100,
        commission: Double = 0, cash: Double = 1_000,
        execution: ExecutionSettings = ExecutionSettings(), times: [BarTime]? = nil
    ) throws {
        bars = try Bars(
            ticker: "HAND",
            times: times ?? BarTime.days(prices.count),
            open: prices.map(\.open),
            high: prices.map { max($0.open, $0.close) },
            low: prices.map { min($0.open, $0.close) },
            close: prices.map(\.close),
            volume: prices.map { _ in 0 })
        let strategy = ScriptedStrategy(positionSizePercent: percent, signals: signals)
        result = simulate(
            strategy,
            SimulationInput(bars: bars, cash: cash, commission: commission, execution: execution))
    }
}

/// Gives the signals it was given, one a bar, and then holds.
struct ScriptedStrategy: Strategy {
    let minimumBars = 1
    /// It looks at nothing, so that it can decide on the first bar whatever the settings.
    let warmUpBars = -1
    let positionSizePercent: Double
    private let signals: [Signal]
    private var bar = 0

    init(positionSizePercent: Double, signals: [Signal]) {
        self.positionSizePercent = positionSizePercent
        self.signals = signals
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        defer { self.bar += 1 }
        return self.bar < signals.count ? signals[self.bar] : .hold
    }
}

extension BarTime {
    /// Days from Wednesday, 2020-01-01, on, that many days apart.
    static func days(_ count: Int, every days: Int32 = 1) -> [BarTime] {
        (0..<Int32(count)).compactMap {
            CalendarDate(dayNumber: 18_262 + $0 * days).map { BarTime($0) }
        }
    }

    /// Three bars a day, at 9:30, 10:30 and 11:30, from 2020-01-01 on.
    static func hours(_ count: Int) -> [BarTime] {
        days(count / 3 + 1).flatMap { time in
            [570, 630, 690].compactMap { BarTime(time.day, minute: $0) }
        }.prefix(count).map { $0 }
    }
}
