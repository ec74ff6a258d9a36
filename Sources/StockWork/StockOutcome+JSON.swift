internal import Backtesting
internal import JSONText
internal import MarketData
internal import ScanEvents

extension StockOutcome {
    /// The outcome as a JSON object: result and prices as events have them, a failure's code and
    /// message, too.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("ticker", ticker)
            json.member("source", source.rawValue)
            switch products {
            case .success(let products):
                json.name("result")
                if let result = products.result { result.write(to: &json) } else { json.null() }
                json.member("prices", products.prices.writeMembers)
                json.name("curve")
                if let curve = products.curve { curve.write(to: &json) } else { json.null() }
                json.name("rules")
                if let rules = products.rules { rules.write(to: &json) } else { json.null() }
                json.name("trades")
                if let trades = products.trades {
                    json.object { trades.writeMembers(to: &$0) }
                } else {
                    json.null()
                }
                json.name("signal")
                if let signal = products.signal { signal.write(to: &json) } else { json.null() }
            case .failure(let failure):
                json.member("code", failure.code.rawValue)
                json.member("message", failure.message)
            }
        }
    }

    /// Reads an outcome, whatever the order of its members; those of a later version are passed
    /// over.
    ///
    /// - Throws: `StockWorkError` where the bytes are no outcome.
    package init(json bytes: [UInt8]) throws(StockWorkError) {
        do {
            var scanner = JSONScanner(bytes)
            self = try Self.read(&scanner)
            try scanner.finish()
        } catch {
            throw .notAnOutcome("\(error)")
        }
    }

    private static func read(_ scanner: inout JSONScanner) throws(JSONError) -> StockOutcome {
        var ticker: String?
        var source: SourceAnswer?
        var result: StockResult?
        var prices: ScanEvent.PriceRecord?
        var curve: StockCurve?
        var rules: RuleTally?
        var trades: ScanEvent.StockTraded?
        var signal: StockSignal?
        var failure: (code: String?, message: String?)
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "ticker": ticker = try scanner.name()
            case "source": source = try Self.source(&scanner)
            case "result": result = scanner.takeNull() ? nil : try StockResult.read(from: &scanner)
            case "prices": prices = try Self.prices(&scanner)
            case "curve": curve = scanner.takeNull() ? nil : try StockCurve(from: &scanner)
            case "rules": rules = scanner.takeNull() ? nil : try RuleTally(from: &scanner)
            case "trades":
                trades =
                    scanner.takeNull() ? nil : try ScanEvent.StockTraded.read(from: &scanner)
            case "signal":
                signal = scanner.takeNull() ? nil : try StockSignal.read(from: &scanner)
            case "code": failure.code = try scanner.name()
            case "message": failure.message = try scanner.string()
            default: try scanner.skip()
            }
        }
        guard let ticker, let source else { throw scanner.error("ticker and source") }
        if let code = failure.code, let message = failure.message {
            guard prices == nil, result == nil, curve == nil, rules == nil, trades == nil,
                signal == nil
            else {
                throw scanner.error("either a failure or prices")
            }
            return StockOutcome(
                ticker: ticker, source: source,
                products: .failure(
                    StockFailure(code: FailureCode(rawValue: code), message: message)))
        }
        guard let prices else { throw scanner.error("prices, or code and message") }
        guard source != .failed else { throw scanner.error("a source that gave its prices") }
        guard result.map({ $0.ticker == ticker }) ?? true else {
            throw scanner.error("a result of \(ticker.cut(toBytes: 40))")
        }
        // Bars that only warm up are not part of it.
        guard curve.map({ 1...max(1, prices.bars) ~= $0.times.count }) ?? true else {
            throw scanner.error("a curve of 1 to \(prices.bars) bars")
        }
        guard trades.map({ $0.ticker == ticker && $0.isWhole }) ?? true else {
            throw scanner.error("all trades of \(ticker.cut(toBytes: 40))")
        }
        guard signal.map({ $0.ticker == ticker && $0.isConsistent }) ?? true else {
            throw scanner.error("a signal of \(ticker.cut(toBytes: 40))")
        }
        return StockOutcome(
            ticker: ticker, source: source,
            products: .success(
                Products(
                    prices: prices, result: result, curve: curve, rules: rules, trades: trades,
                    signal: signal)))
    }

    private static func prices(
        _ scanner: inout JSONScanner
    ) throws(JSONError) -> ScanEvent.PriceRecord {
        let prices = try ScanEvent.PriceRecord.read(from: &scanner)
        guard RecordText.isDigest(Array(prices.barsDigest.utf8).span) else {
            throw scanner.error("prices with 64 lower-case hex digits as bars_sha256")
        }
        return prices
    }

    private static func source(_ scanner: inout JSONScanner) throws(JSONError) -> SourceAnswer {
        guard let answer = SourceAnswer(rawValue: try scanner.string()) else {
            let known = SourceAnswer.allCases.map { "\"\($0.rawValue)\"" }
            throw scanner.error(known.joined(separator: ", "))
        }
        return answer
    }
}

extension StockCurve {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("times", times.map(\.description))
            json.name("values")
            json.array(values) { $0.value($1) }
            json.name("benchmark")
            json.array(benchmark) { $0.value($1) }
        }
    }

    /// Reads a curve, whose times ascend.
    fileprivate init(from scanner: inout JSONScanner) throws(JSONError) {
        var times: [BarTime]?
        var values: [Double]?
        var benchmark: [Double]?
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "times": times = try Self.times(&scanner)
            case "values": values = try Self.numbers(&scanner)
            case "benchmark": benchmark = try Self.numbers(&scanner)
            default: try scanner.skip()
            }
        }
        guard let times, let values, let benchmark, times.count == values.count,
            times.count == benchmark.count
        else {
            throw scanner.error("a curve with as many times as values and values of the benchmark")
        }
        self.init(times: times, values: values, benchmark: benchmark)
    }

    private static func numbers(_ scanner: inout JSONScanner) throws(JSONError) -> [Double] {
        var numbers: [Double] = []
        try scanner.array { scanner throws(JSONError) in
            numbers.append(try scanner.number())
        }
        return numbers
    }

    private static func times(_ scanner: inout JSONScanner) throws(JSONError) -> [BarTime] {
        var times: [BarTime] = []
        try scanner.array { scanner throws(JSONError) in
            let text = try scanner.string()
            guard let time = BarTime(iso: Array(text.utf8)[...]), time.description == text else {
                throw scanner.error("a time, YYYY-MM-DD or YYYY-MM-DDTHH:MM")
            }
            guard times.last.map({ $0 < time }) ?? true else {
                throw scanner.error("times that ascend")
            }
            times.append(time)
        }
        return times
    }
}
