internal import Backtesting
internal import MarketData
internal import ScanEvents

/// Judges the fields of a request one by one and collects what is wrong.
struct RequestCheck {
    /// The most bytes that a request's tickers may take; they must fit into one record.
    private static let maxTickersBytes = 60_000
    private static let maxTickerBytes = 16

    let sources: PriceSources
    private(set) var problems: [RequestProblem] = []

    init(sources: PriceSources) {
        self.sources = sources
    }

    /// The strategy with its parameters, nil where a parameter is wrong.
    mutating func strategy(
        of request: ScanRequest
    ) throws(ScanRefusal) -> ConfiguredStrategy? {
        do throws(BacktestError) {
            return try Strategies.resolve(request.strategy, parameters: request.parameters)
        } catch {
            switch error {
            case .unknownStrategy(let name, let known):
                throw .unknownStrategy(name, known: known)
            case .invalidParameters(_, let wrong):
                for problem in wrong {
                    note("/parameters/\(problem.parameter)", problem.message)
                }
            case .invalidTerms, .insufficientBars:
                note("/parameters", error.description)
            }
            return nil
        }
    }

    /// The length of a bar, nil where there is none of that name.
    mutating func interval(of request: ScanRequest) -> BarInterval? {
        if let interval = BarInterval(request.interval) { return interval }
        let known = BarInterval.allCases.map(\.rawValue).joined(separator: ", ")
        note("/interval", "\"\(request.interval.prefix(20))\" is none of \(known)")
        return nil
    }

    /// How orders are filled, nil where it makes no sense.
    mutating func execution(of request: ScanRequest) -> ExecutionSettings? {
        guard let fills = ExecutionSettings.Fills(rawValue: request.fills) else {
            let known = ExecutionSettings.Fills.allCases.map(\.rawValue).joined(separator: ", ")
            note("/fills", "\"\(request.fills.prefix(20))\" is none of \(known)")
            return nil
        }
        return ExecutionSettings(
            fills: fills, wholeUnits: request.wholeUnits, closesAtEnd: request.finalizeTrades)
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

    /// The days, checked against those that the source has; with a live source, the last year
    /// unless the request says otherwise.
    mutating func days(
        of request: ScanRequest, source: (any PriceSource)?
    ) -> (first: CalendarDate?, last: CalendarDate?) {
        var first = date(request.startDate, at: "/start_date")
        var last = date(request.endDate, at: "/end_date")
        if let source, source.isLive {
            last = last ?? sources.today
            first = first ?? last.flatMap { CalendarDate(dayNumber: $0.dayNumber - 365) }
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
            if !Self.isTicker(ticker) {
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
        if let wrong = universe.tickers.first(where: { !Self.isTicker($0) }) {
            note("/universe", Self.noTicker(wrong))
        }
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
        "\"\(text.prefix(20))\" is no ticker: 1 to \(maxTickerBytes) of A-Z 0-9 . - ^ ="
    }

    /// Cash and commission.
    mutating func money(of request: ScanRequest) {
        if !(request.cash > 0 && request.cash <= 1e12) {
            note("/cash", "\(request.cash) must be more than 0 and at most 1e12")
        }
        if !(0..<1 ~= request.commission) {
            note(
                "/commission",
                "\(request.commission) must be a fraction from 0 to below 1; 0.1 % is 0.001")
        }
    }

    private mutating func date(_ text: String?, at pointer: String) -> CalendarDate? {
        guard let text else { return nil }
        guard let date = CalendarDate(iso: text) else {
            note(pointer, "\"\(text.prefix(20))\" is no day of the form YYYY-MM-DD")
            return nil
        }
        return date
    }

    private mutating func note(_ pointer: String, _ detail: String) {
        problems.append(RequestProblem(pointer: pointer, detail: detail))
    }

    private static func isTicker(_ text: String) -> Bool {
        (1...maxTickerBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || ".-^=".utf8.contains(byte)
            }
    }
}
