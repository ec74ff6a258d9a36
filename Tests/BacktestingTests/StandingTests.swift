import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// What a run holds and orders at its last bar.
@Suite struct StandingTests {
    private static let calm: TextRun.Row = (100, 101, 99, 100)
    private static let closing = ExecutionSettings(fills: .close)

    private static func standing(
        _ rules: String, _ rows: [TextRun.Row], cash: Double = 10_000,
        costs: TradingCosts = TradingCosts(), _ execution: ExecutionSettings = ExecutionSettings()
    ) throws -> Standing {
        try TextRun(rules, rows, cash: cash, costs: costs, execution: execution).result.standing
    }

    private static let long = "enter long when bar_number == 1\nstop 5\ntarget 10"
    private static let short = "enter short when bar_number == 1"

    @Test func anOrderOfTheLastCloseWaitsForTheOpenWithItsSizeAndItsLevels() throws {
        let standing = try Self.standing(Self.long, [Self.calm, Self.calm])
        #expect(standing.position == nil)
        let order = try #require(standing.order)
        #expect(order.action == .enterLong && order.rule == 0 && !order.isRefused)
        #expect(order.size == 10_000 / 100 * 0.95)
        #expect(order.stop == 95 && order.target == 110)
    }

    @Test func aPositionIsToldWithTheLevelsOfTheNextBar() throws {
        let rules = "enter long when bar_number == 1\ntrail 5"
        let rows = [Self.calm, Self.calm, (100, 104, 99, 103), (103, 108, 102, 107)]
        let position = try #require(try Self.standing(rules, rows).position)
        #expect(position.entryBar == 2 && position.entryPrice == 100 && position.entryRule == 0)
        #expect(position.stop == 103 && position.target == nil)
    }

    @Test(arguments: ExecutionSettings.Fills.allCases)
    func anExitAndAReversalAreToldAsSuch(fills: ExecutionSettings.Fills) throws {
        let settings = ExecutionSettings(fills: fills)
        let rows = Array(repeating: Self.calm, count: 4)
        let left = try Self.standing(
            "\(Self.short)\nexit any when bar_number == 3", rows, settings)
        #expect(left.order?.action == .exit && left.order?.rule == 1)
        #expect(left.order?.isRefused == false && left.order?.size == nil)
        let reversal = "allow reversal\n\(Self.short)\nenter long when bar_number == 3"
        let turned = try Self.standing(reversal, rows, settings)
        #expect(turned.order?.action == .reverseToLong && turned.order?.rule == 1)
        #expect(turned.order?.size == 95)
        // The order fills at the last close, or waits.
        #expect((left.position == nil) == (fills == .close))
        #expect((turned.position?.size ?? 0 > 0) == (fills == .close))
    }

    @Test func wholeSharesAreReckonedAtTheLastClose() throws {
        let rows = Array(repeating: Self.calm, count: 5)
        let standing = try Self.standing(
            "enter short when bar_number == 4", rows + [(100, 101, 99, 99)], cash: 1_000,
            ExecutionSettings(wholeUnits: true))
        // The order of bar 4 has been filled; it is not given again.
        #expect(standing.position?.size == -9 && standing.order == nil)
        let waiting = try Self.standing(
            "enter short when bar_number == 4", rows, cash: 1_000,
            ExecutionSettings(wholeUnits: true))
        #expect(waiting.order?.action == .enterShort && waiting.order?.size == 9)
    }

    @Test func anEntryThatTheCashDoesNotPayForIsMarked() throws {
        let order = try #require(
            try Self.standing(
                Self.long, [Self.calm, Self.calm], costs: TradingCosts(fixedFee: 600)
            ).order)
        #expect(order.isRefused && order.size == nil && order.stop == nil)
        let whole = try Self.standing(
            Self.long, [Self.calm, Self.calm, Self.calm], cash: 50,
            ExecutionSettings(wholeUnits: true))
        #expect(whole.order == nil, "the strategy asks once")
    }

    @Test func whatIsClosedAtTheEndIsStillHeldAndARuinLeavesNothing() throws {
        let rows = Array(repeating: Self.calm, count: 4)
        let closed = try Self.standing(Self.long, rows, ExecutionSettings(closesAtEnd: true))
        #expect(closed.position?.entryBar == 2)
        let ruined = try Self.standing(
            Self.short, rows + [(300, 301, 299, 300), Self.calm],
            ExecutionSettings(wholeUnits: true))
        #expect(ruined == Standing())
    }

    // MARK: The whole run

    private static let stocks = Task { try await KnownStrategies.stocks(every: 25).prefix(20) }

    /// 50 days after which is cut, spread over a stock's bars.
    private static func days(of bars: Bars) -> [Int] {
        (1...50).map { bars.count * $0 / 51 - 1 }
    }

    private static let plans: [(name: String, plan: StrategyPlan)] = {
        let builtIn = StrategyLibrary.builtIn
        var plans = builtIn.declarations.map { declaration in
            (declaration.name, try? builtIn.strategy(declaration.name).program.plan)
        }
        for name in ["chandelier_exit", "chandelier_stop", "cool_down", "laguerre_rsi"] {
            plans.append((name, try? KnownStrategies.program(name).plan))
        }
        return plans.compactMap { name, plan in plan.map { (name, $0) } }
    }()

    // In a debug build the runs take minutes.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            ExecutionSettings(), ExecutionSettings(wholeUnits: true), closing,
            ExecutionSettings(closesAtEnd: true),
        ])
    func theOrdersAfterAnyDayAreThoseThatTheWholeRunMade(settings: ExecutionSettings) async throws {
        var orders = 0
        try #require(Self.plans.count == StrategyLibrary.builtIn.declarations.count + 4)
        for bars in try await Self.stocks.value {
            for (name, plan) in Self.plans {
                let whole = KnownStrategies.run(plan, bars, benchmark: bars, settings)
                for day in Self.days(of: bars) where day > 0 {
                    let cut = try bars.slice(0..<(day + 1))
                    let short = KnownStrategies.run(plan, cut, benchmark: bars, settings)
                    let place = "\(name), \(bars.ticker) after bar \(day)"
                    Self.comparePosition(short.standing, whole, day, settings, place)
                    let next = settings.fills == .close ? day : day + 1
                    try Self.compareOrder(short.standing, whole, next, settings, place) {
                        try Self.rejected(plan, bars, next, settings) > short.rejectedOrders
                    }
                    orders += short.standing.order == nil ? 0 : 1
                }
            }
        }
        #expect(orders > 500)
    }

    private static func rejected(
        _ plan: StrategyPlan, _ bars: Bars, _ day: Int, _ settings: ExecutionSettings
    ) throws -> Int {
        guard day < bars.count else { return 0 }
        return KnownStrategies.run(
            plan, try bars.slice(0..<(day + 1)), benchmark: bars, settings
        ).rejectedOrders
    }

    private static func comparePosition(
        _ standing: Standing, _ whole: BacktestResult, _ day: Int, _ settings: ExecutionSettings,
        _ place: String
    ) {
        let held = whole.trades.first { trade in
            // The end of the bars is no day of the strategy's own.
            let exit = trade.exit == .end ? nil : trade.exitBar
            return trade.entryBar <= day && exit.map { $0 > day } ?? true
        }
        #expect(held?.entryBar == standing.position?.entryBar, "\(place)")
        guard let held, let position = standing.position else { return }
        #expect(position.size == (held.side == .long ? held.size : -held.size), "\(place)")
        #expect(
            position.entryPrice == held.entryPrice && position.entryRule == held.entryRule,
            "\(place)")
        guard held.exitBar == day + 1, let price = held.exitPrice else { return }
        let isBetter = { (level: Double) in held.side == .long ? price <= level : price >= level }
        switch held.exit {
        case .stop, .trail: #expect(position.stop.map(isBetter) == true, "\(place): stop")
        case .target:
            #expect(
                position.target.map { $0 == price || !isBetter($0) } == true, "\(place): target")
        default: break
        }
    }

    private static func compareOrder(
        _ standing: Standing, _ whole: BacktestResult, _ next: Int, _ settings: ExecutionSettings,
        _ place: String, isRefusedThen: () throws -> Bool
    ) throws {
        let entered = whole.trades.first { $0.entryBar == next }
        let left = whole.trades.first { trade in
            if case .rule = trade.exit { trade.exitBar == next } else { false }
        }
        let order = standing.order
        if let entered {
            let isLong = entered.side == .long
            let actions: [Standing.Order.Action] =
                isLong ? [.enterLong, .reverseToLong] : [.enterShort, .reverseToShort]
            #expect(order.map { actions.contains($0.action) } == true, "\(place): entry")
            #expect(order?.rule == entered.entryRule, "\(place)")
            if !settings.wholeUnits { #expect(order?.size == entered.size, "\(place): size") }
        }
        if let left, case .rule(let rule) = left.exit {
            #expect(order?.rule == rule, "\(place): exit")
            let isReversal = order?.action == .reverseToLong || order?.action == .reverseToShort
            #expect(order?.action == .exit || isReversal, "\(place)")
            if isReversal != (entered?.entryRule == rule) {
                #expect(try isRefusedThen(), "\(place)")
            }
        }
        if entered == nil, left == nil, order?.isRefused == false, next < whole.equity.count {
            #expect(try isRefusedThen(), "\(place): an order that the whole run did not make")
        }
    }
}
