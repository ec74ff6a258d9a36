package import JSONText

extension ScanRequest {
    private static let names =
        ObjectForm(of: ScanRequest.self).fields.map(\.name) + ["strategy_text"]

    /// What a text is called that comes without a name.
    private static let untitled = "untitled"

    /// The most bytes of a strategy's text.
    package static let maxTextBytes = 64 * 1024

    /// Reads a request from the JSON object that a client sends or a tape holds.
    ///
    /// - Parameters:
    ///   - json: the object.
    ///   - refusesUnknownFields: false for a tape, which a later version may have written; what a
    ///     client sends has a bounded length, too.
    /// - Throws: `InvalidRequest` with a problem for each field that is unknown, missing, given
    ///   twice, too long or of the wrong type, the first of them if there are many. Whether the
    ///   values make sense is not judged here.
    package init(
        json: JSONValue, refusesUnknownFields: Bool = true
    ) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            throw InvalidRequest([
                RequestProblem(pointer: "", detail: "expected an object, found \(json.kind)")
            ])
        }
        var fields = FieldReader(
            members, names: Self.names, isBounded: refusesUnknownFields)
        self.init(strategy: fields.string("strategy", atMost: 100) ?? "")
        if refusesUnknownFields {
            strategyText = fields.string("strategy_text", atMost: Self.maxTextBytes)
        }
        if strategy.isEmpty, strategyText != nil {
            strategy = Self.untitled
        } else if strategy.isEmpty {
            fields.note(
                "strategy",
                "name a strategy, such as \"bollinger_bands\", or send a strategy_text")
        }
        parameters = fields.numbers("parameters") ?? [:]
        startDate = fields.string("start_date", atMost: 32)
        endDate = fields.string("end_date", atMost: 32)
        tradeFrom = fields.string("trade_from", atMost: 32)
        interval = fields.string("interval", atMost: 32) ?? interval
        cash = fields.number("cash") ?? cash
        commission = fields.number("commission") ?? commission
        costs = Costs(&fields)
        fills = fields.string("fills", atMost: 32) ?? fills
        wholeUnits = fields.flag("whole_units") ?? wholeUnits
        finalizeTrades = fields.flag("finalize_trades") ?? finalizeTrades
        stopAtRuin = fields.flag("stop_at_ruin") ?? stopAtRuin
        trades = fields.flag("trades")
        tickers = fields.strings("tickers")
        universe = fields.string("universe", atMost: 4_096)
        source = fields.string("source", atMost: 4_096)
        benchmark = fields.string("benchmark", atMost: 32)
        includeOpen = fields.flag("include_open") ?? includeOpen
        if refusesUnknownFields { fields.refuseOthers() }
        guard fields.problems.isEmpty else { throw InvalidRequest(fields.problems.all) }
    }

    /// Reads the request of a backtest: that of a scan, but with one `ticker`.
    ///
    /// - Throws: `InvalidRequest`.
    package init(backtest json: JSONValue) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            try self.init(json: json)
            return
        }
        let given = members.first { $0.name == "ticker" }?.value
        guard case .string(let ticker)? = given else {
            throw InvalidRequest([
                RequestProblem(
                    pointer: "/ticker",
                    detail: given.map { "expected a string, found \($0.kind)" }
                        ?? "name a stock, such as \"AAPL\"")
            ])
        }
        let several = members.first { ["tickers", "universe"].contains($0.name) }
        if let several {
            throw InvalidRequest([
                RequestProblem(
                    pointer: "/\(several.name)", detail: "a backtest has one stock: its ticker")
            ])
        }
        try self.init(json: .object(members.filter { $0.name != "ticker" }))
        tickers = [ticker]
    }

    /// Reads the request of a tape, which may have fields of a later version.
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> ScanRequest {
        let value = try scanner.value()
        do throws(InvalidRequest) {
            return try ScanRequest(json: value, refusesUnknownFields: false)
        } catch {
            throw scanner.error("a request (\(error))")
        }
    }
}
