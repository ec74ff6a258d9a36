internal import Backtesting
internal import JSONText
internal import MarketData
internal import PriceSources
internal import ScanEvents
internal import StockWork
internal import StrategyText

/// Judges the fields of a request one by one and collects what is wrong.
struct RequestCheck {
    /// The most bytes that a request's tickers may take; they must fit into one record.
    private static let maxTickersBytes = 60_000

    /// The most bytes of a strategy's name.
    private static let maxNameBytes = 64

    let strategies: any StrategyProvider
    let sources: PriceCatalog
    /// Whether the scan was begun before: then days that a live source keeps no longer are not
    /// the request's fault, and some of them may be kept here.
    let isResumed: Bool
    private(set) var problems = RequestProblems()

    init(strategies: any StrategyProvider, sources: PriceCatalog, isResumed: Bool) {
        self.strategies = strategies
        self.sources = sources
        self.isResumed = isResumed
    }

    /// The strategy with its parameters, nil where a parameter is wrong.
    mutating func strategy(
        of request: ScanRequest
    ) throws(ScanRefusal) -> ConfiguredStrategy? {
        do throws(BacktestError) {
            return try named(by: request)?.configure(request.parameters)
        } catch {
            try note(error)
            return nil
        }
    }

    /// Notes why a strategy cannot be had; throws where there is none of that name.
    mutating func note(_ error: BacktestError) throws(ScanRefusal) {
        switch error {
        case .brokenStrategy:
            note("/strategy", error.description)
        case .unknownStrategy(let name, let known):
            throw .unknownStrategy(name, known: known)
        case .invalidParameters(_, let wrong):
            for problem in wrong { note("/parameters/\(problem.parameter)", problem.message) }
        default:
            note("/parameters", error.description)
        }
    }

    /// The strategy that a request means: its text, or the one of its name; nil where the text is
    /// none.
    mutating func named(
        by request: ScanRequest
    ) throws(BacktestError) -> NamedStrategy? {
        let name = request.strategy
        guard let text = request.strategyText else { return try strategies.strategy(name) }
        guard name.utf8.count <= Self.maxNameBytes, RecordText.isName(Array(name.utf8).span) else {
            note(
                "/strategy",
                "\"\(name.cut(toBytes: 20))\" is no name of a text: 1 to \(Self.maxNameBytes) of "
                    + "a-z 0-9 _")
            return nil
        }
        if let known = StrategyLibrary.builtIn.text(of: name), known != text {
            note("/strategy", "\"\(name)\" comes with the program; give the text another name")
            return nil
        }
        do throws(StrategyProblems) {
            return try NamedStrategy(name, text: Array(text.utf8))
        } catch {
            for problem in RequestProblem.all(of: error, at: "/strategy_text") {
                problems.note(problem)
            }
            return nil
        }
    }

    /// The day on which trading begins, nil where it begins with the first bar.
    mutating func tradeFrom(
        of request: ScanRequest, _ days: (first: CalendarDate?, last: CalendarDate?)
    ) -> CalendarDate? {
        guard let day = date(request.tradeFrom, at: "/trade_from") else { return nil }
        if let first = days.first, day < first {
            note("/trade_from", "\(day) lies before the start date, \(first)")
        }
        if let last = days.last, day > last {
            note("/trade_from", "\(day) lies behind the end date, \(last)")
        }
        return day
    }

    /// The length of a bar, nil where there is none of that name.
    mutating func interval(of request: ScanRequest) -> BarInterval? {
        if let interval = BarInterval(request.interval) { return interval }
        let known = BarInterval.allCases.map(\.rawValue).joined(separator: ", ")
        note("/interval", "\"\(request.interval.cut(toBytes: 20))\" is none of \(known)")
        return nil
    }

    /// How orders are filled, nil where it makes no sense.
    mutating func execution(of request: ScanRequest) -> ExecutionSettings? {
        guard let fills = ExecutionSettings.Fills(rawValue: request.fills) else {
            let known = ExecutionSettings.Fills.allCases.map(\.rawValue).joined(separator: ", ")
            note("/fills", "\"\(request.fills.cut(toBytes: 20))\" is none of \(known)")
            return nil
        }
        return ExecutionSettings(
            fills: fills, wholeUnits: request.wholeUnits, closesAtEnd: request.finalizeTrades,
            stopsAtRuin: request.stopAtRuin)
    }

    /// The source of prices, nil where there is none of that name.
    mutating func source(
        of request: ScanRequest, interval: BarInterval?
    ) throws(ScanRefusal) -> (any PriceSource)? {
        do {
            return try sources.open(
                request.source ?? BundledPrices.sourceName, interval: interval ?? .day)
        } catch let error as PriceError where error.code == .internal {
            throw .noPrices(error)
        } catch let error as PriceSourceNameError {
            note("/\(error.field.rawValue)", error.description)
        } catch {
            note("/source", "\(error)")
        }
        return nil
    }

    /// The days, checked against those that the source has; with a live source, the last year or
    /// as much of it as there is, unless the request says otherwise.
    mutating func days(
        of request: ScanRequest, source: (any PriceSource)?
    ) -> (first: CalendarDate?, last: CalendarDate?) {
        var first = date(request.startDate, at: "/start_date")
        var last = date(request.endDate, at: "/end_date")
        if let source, source.isLive {
            let earliest = earliestDay(of: source)
            let end = last ?? sources.today
            if let earliest, !isResumed, refuse(first, end, before: earliest, source) {
                return (first, end)
            }
            // Not the very earliest day, which may pass while the scan is at work.
            let start = max(end.dayNumber - 365, earliest.map { $0.dayNumber + 1 } ?? .min)
            last = end
            first = first ?? min(CalendarDate(dayNumber: start) ?? .earliest, end)
        }
        if let first, let last, first > last {
            note("/end_date", "\(last) lies before the start date, \(first)")
            return (first, last)
        }
        guard let coverage = source?.coverage else { return (first, last) }
        let range = "there are prices from \(coverage.lowerBound) to \(coverage.upperBound)"
        if let first, first > coverage.upperBound {
            note("/start_date", "\(first) is too late: \(range)")
        }
        if let last, last < coverage.lowerBound {
            note("/end_date", "\(last) is too early: \(range)")
        }
        return (first, last)
    }

    /// The first day of which a source has the whole today; nil where there is no such limit.
    private func earliestDay(of source: any PriceSource) -> CalendarDate? {
        source.lookbackDays.flatMap { days in
            CalendarDate(dayNumber: sources.today.dayNumber - Int32(days) + 1)
        }
    }

    /// Notes that a source has no bars of some days any more, once for all stocks; false where it
    /// has them all.
    private mutating func refuse(
        _ first: CalendarDate?, _ last: CalendarDate, before earliest: CalendarDate,
        _ source: any PriceSource
    ) -> Bool {
        let range =
            "\(source.name) keeps bars of \(source.interval.rawValue) for "
            + "\(source.lookbackDays ?? 0) days; the earliest day is now \(earliest), or take "
            + "longer bars"
        if last < earliest {
            note("/end_date", "\(last) is too early: \(range)")
        } else if let first, first < earliest {
            note("/start_date", "\(first) is too early: \(range)")
        } else {
            return false
        }
        return true
    }

    /// The stocks to scan; nil where the request or a file that it names will not do.
    mutating func universe(
        of request: ScanRequest, source: (any PriceSource)?
    ) -> ScanUniverse? {
        guard let tickers = request.tickers else {
            return namedUniverse(request.universe, source: source)
        }
        if request.universe != nil {
            note("/universe", "give either tickers or a universe, not both")
        }
        if tickers.isEmpty {
            note("/tickers", "name at least one ticker, or leave the field out")
        }
        guard isShortEnough(tickers, at: "/tickers") else { return nil }
        var seen: Set<String> = []
        for (index, ticker) in tickers.enumerated() {
            if problems.isFull { return nil }
            if !TickerSpelling.isTicker(ticker) {
                note("/tickers/\(index)", Self.noTicker(ticker))
            } else if !seen.insert(ticker.uppercased()).inserted {
                note("/tickers/\(index)", "\"\(ticker)\" is given twice")
            }
        }
        do {
            return try ScanUniverse(name: nil, tickers: tickers.map { $0.uppercased() })
        } catch {
            note("/tickers", "\(error)")
            return nil
        }
    }

    private mutating func namedUniverse(
        _ name: String?, source: (any PriceSource)?
    ) -> ScanUniverse? {
        guard let source else { return nil }
        let name = name ?? ScanUniverse.defaultName(for: source)
        let universe: ScanUniverse
        do {
            universe = try ScanUniverse(named: name, source: source, files: sources.files)
        } catch {
            note("/universe", "\(error)")
            return nil
        }
        if universe.tickers.isEmpty { note("/universe", "\"\(name)\" has no stock") }
        return isShortEnough(universe.tickers, at: "/universe") ? universe : nil
    }

    private mutating func isShortEnough(_ tickers: [String], at pointer: String) -> Bool {
        let bytes = tickers.reduce(0) { $0 + $1.utf8.count + 3 }
        if bytes <= Self.maxTickersBytes { return true }
        note(
            pointer, "\(tickers.count) tickers are too many for one scan; split them over several")
        return false
    }

    private static func noTicker(_ text: String) -> String {
        "\"\(text.cut(toBytes: 20))\" is no ticker: \(TickerSpelling.rule)"
    }

    /// The benchmark in capitals; nil where there is none, or none that will do.
    mutating func benchmark(
        of request: ScanRequest, for strategy: ConfiguredStrategy?
    ) -> String? {
        guard let ticker = request.benchmark else {
            if let strategy, strategy.readsBenchmark {
                note(
                    "/benchmark",
                    "'\(strategy.declaration.name)' reads benchmark: name the ticker that it means, "
                        + "such as \"SPY\"; on the command line with --benchmark SPY")
            }
            return nil
        }
        if !TickerSpelling.isTicker(ticker) { note("/benchmark", Self.noTicker(ticker)) }
        return ticker.uppercased()
    }

    /// The cash.
    mutating func cash(of request: ScanRequest) {
        if !(request.cash > 0 && request.cash <= 1e12) {
            note("/cash", "\(request.cash) must be more than 0 and at most 1e12")
        }
    }

    /// What the broker takes and pays.
    mutating func costs(of request: ScanRequest) -> TradingCosts {
        let costs = TradingCosts(request)
        for problem in costs.problems { note("/\(problem.name)", problem.detail) }
        return costs
    }

    private mutating func date(_ text: String?, at pointer: String) -> CalendarDate? {
        guard let text else { return nil }
        guard let date = CalendarDate(iso: text) else {
            note(pointer, "\"\(text.cut(toBytes: 20))\" is no day of the form YYYY-MM-DD")
            return nil
        }
        return date
    }

    mutating func note(_ pointer: String, _ detail: String) {
        problems.note(pointer, detail)
    }
}
