internal import Backtesting
internal import MarketData
internal import ScanEvents

/// Judges the fields of a request one by one and collects what is wrong.
struct RequestCheck {
    /// The most bytes that a request's tickers may take; they must fit into one record.
    private static let maxTickersBytes = 60_000
    private static let maxTickerBytes = 16

    var problems: [RequestProblem] = []

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

    /// The source of prices, nil where there is none of that name.
    mutating func source(of request: ScanRequest) throws(ScanRefusal) -> (any PriceSource)? {
        if request.interval != "1d" {
            note("/interval", "\"\(request.interval)\" is not offered; there is \"1d\"")
        }
        do {
            return try PriceSources.resolve(request.source ?? BundledPrices.sourceName)
        } catch let error as PriceError {
            throw .noPrices(error)
        } catch {
            note("/source", "\(error)")
            return nil
        }
    }

    /// The days, checked against those that the source has.
    mutating func days(
        of request: ScanRequest, coverage: ClosedRange<CalendarDate>?
    ) -> (first: CalendarDate?, last: CalendarDate?) {
        let first = date(request.startDate, at: "/start_date")
        let last = date(request.endDate, at: "/end_date")
        if let first, let last, first > last {
            note("/end_date", "\(last) lies before the start date, \(first)")
            return (first, last)
        }
        guard let coverage else { return (first, last) }
        let range = "there are prices from \(coverage.lowerBound) to \(coverage.upperBound)"
        if let first, first > coverage.upperBound {
            note("/start_date", "\(first) is too late: \(range)")
        }
        if let last, last < coverage.lowerBound {
            note("/end_date", "\(last) is too early: \(range)")
        }
        return (first, last)
    }

    /// The stocks to scan.
    mutating func tickers(of request: ScanRequest, source: (any PriceSource)?) -> [String] {
        if let universe = request.universe {
            if request.tickers != nil {
                note("/universe", "give either tickers or a universe, not both")
            } else if universe != BundledPrices.sourceName {
                note(
                    "/universe",
                    "there is no universe \"\(universe)\"; there is \"\(BundledPrices.sourceName)\""
                )
            }
        }
        guard let given = request.tickers else { return source?.tickers ?? [] }
        if given.isEmpty { note("/tickers", "name at least one ticker, or leave the field out") }
        let bytes = given.reduce(0) { $0 + $1.utf8.count + 3 }
        guard bytes <= Self.maxTickersBytes else {
            note(
                "/tickers",
                "\(given.count) tickers are too many for one scan; split them over several")
            return []
        }
        var seen: Set<String> = []
        for (index, ticker) in given.enumerated() {
            if !Self.isTicker(ticker) {
                note(
                    "/tickers/\(index)",
                    "\"\(ticker.prefix(20))\" is no ticker: 1 to \(Self.maxTickerBytes) of "
                        + "A-Z 0-9 . - ^ =")
            } else if !seen.insert(ticker.uppercased()).inserted {
                note("/tickers/\(index)", "\"\(ticker)\" is given twice")
            }
        }
        return given.map { $0.uppercased() }
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
