import JSONText
import ScanEvents
import TestSupport
import Testing

@Suite struct RecordedEventTests {
    private static let result = StockResult(
        ticker: "BRK.B", sector: "Financials", pnl: -98.25, returnPct: -0.9825, totalTrades: 7,
        winningTrades: 3, losingTrades: 4, openTrades: 1, rejectedOrders: 2, sharpeRatio: -0.125,
        maxDrawdown: 12.5, grossProfit: 51.75, grossLoss: 150, exposurePct: 37.5,
        startValue: 10_000, endValue: 9_901.75)

    private static let request = ScanRequest(
        strategy: "bollinger_bands", parameters: ["period": 20], startDate: "2017-01-03",
        interval: "1h", fills: "close", wholeUnits: true, finalizeTrades: true, tickers: ["AAPL"],
        source: "csv:/prices/a \"b\".csv?adjusted=true")

    /// Each type of event with other values than the defaults of its fields.
    static let events: [ScanEvent] = ofScans + SampleSweep.events

    private static let ofScans: [ScanEvent] = [
        .requested(
            ScanEvent.Requested(
                jobID: "job-1", engine: "tapedeck 1.0 \"é\"", request: request, stocks: 505,
                universeDigest: "00ff")),
        .started(ScanEvent.Started(tickers: ["A", "AAL"])),
        .stockCompleted(completed(result)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "XYZ", sector: "Energy", code: .insufficientBars,
                message: "19 bars,\n20 needed", seconds: 0.0125, elapsed: 2.5)),
        .stockSlow(.init(ticker: "SLOW", seconds: 10.000001, elapsed: 12.25)),
        .stockLeftOut(
            ScanEvent.StockLeftOut(
                ticker: "OLD", code: .pricesChanged, message: "other \"prices\"", elapsed: 60.5)),
        .resumed(.init(remaining: 250, elapsed: 61.5)),
        .cancelled(.init(elapsed: 3.75)),
        .failed(.init(code: .internal, message: "disk full", elapsed: 4.5)),
        .portfolioValued(
            ScanEvent.PortfolioValued(
                stocks: 503,
                statistics: PortfolioStatistics(
                    returnPct: 12.5, annualReturnPct: 2.375, annualVolatilityPct: 9.0625,
                    sharpeRatio: nil, maxDrawdown: 7.25),
                points: 1_259, offset: 1_257, times: ["2018-02-06", "2018-02-07"],
                values: [5_030_000.5, 5_658_750])),
        .completed(.init(successful: 503, failed: 2, elapsed: 99.999999)),
        .sealed(.init(count: 508, root: "9c0d")),
        .paused(.init(code: .rateLimited, message: "too many", seconds: 60.5, elapsed: 70.25)),
        .interrupted(.init(code: .timeout, message: "no answer", elapsed: 131.5)),
        .strategyRecorded(
            ScanEvent.StrategyRecorded(
                language: 1, digest: "00fe", bytes: 70_000, offset: 10_000,
                text: "// \"é\"\nenter long when true\n")),
        .rulesCounted(
            ScanEvent.RulesCounted(
                stocks: 3,
                rules: [
                    RuleCount(line: 2, sentence: "enter \"long\"", barsTrue: 7, orders: 6),
                    RuleCount(line: 3, sentence: "leave", barsTrue: 0, orders: 0),
                ], missingLevels: 2)),
        .stockTraded(.twoTrades), .signalsGiven(.two),
    ]

    private static func completed(_ result: StockResult) -> ScanEvent.StockCompleted {
        ScanEvent.StockCompleted(
            result: result,
            prices: ScanEvent.PriceRecord(
                bars: 1_250, firstDate: "2013-02-08", lastDate: "2018-02-07", barsDigest: "abc0",
                rowsRead: 1_259, rowsDropped: 9, rowsOutsideRange: 4,
                fetchedAt: "2026-01-02T03:04:05.000006Z"),
            seconds: 0.123456, elapsed: 1.5)
    }

    @Test(arguments: events)
    func eventIsReadBackFromItsRecord(event: ScanEvent) throws {
        let line = record(event.recordBody, seq: 42)
        let read = try RecordedEvent(line)
        #expect(read.seq == 42)
        #expect(read.at == "2026-01-02T03:04:05.000006Z")
        #expect(read.event == event)
        #expect(read.event.type == event.type)
        #expect(!line.contains(0x0a), "a record is one line")
    }

    @Test func knownEventsHaveTheNamesOfTheFormat() {
        #expect(
            Self.events.map(\.type) == [
                "scan_requested", "scan_started", "stock_completed", "stock_failed", "stock_slow",
                "stock_left_out", "scan_resumed", "scan_cancelled", "scan_failed",
                "portfolio_valued", "scan_completed", "log_sealed", "scan_paused",
                "scan_interrupted", "strategy_recorded", "rules_counted", "stock_traded",
                "signals_given", "sweep_requested", "sets_listed", "sweep_started",
                "sweep_prepared", "trials_completed", "sweep_resumed", "sets_valued",
                "walk_forward_valued", "sweep_judged", "sweep_completed",
            ])
    }

    @Test func thereIsAFormForEachEvent() {
        let types = ScanEvent.allForms.map { $0.type.description }
        #expect(types.sorted() == Self.events.map(\.type).sorted())
    }

    @Test func membersInAnyOrderGiveTheSameEvent() throws {
        let seed: UInt64 = 0x5eed_0017
        var random = SeededGenerator(seed: seed)
        for event in Self.events {
            let whole = try JSONValue.parse(record(event.recordBody, seq: 7))
            for _ in 0..<20 {
                let line = whole.shuffled(&random).bytes
                let text = String(decoding: line, as: UTF8.self)
                #expect(try RecordedEvent(line).event == event, "seed \(seed): \(text)")
            }
        }
    }

    @Test func timesAreToldByTheirKind() {
        let times: [Double?] = [
            nil, nil, 1.5, 2.5, 12.25, 60.5, 61.5, 3.75, 4.5, nil, 99.999999, nil, 70.25, 131.5,
            nil, nil, nil, nil, nil, nil, nil, 2.5, 3.75, 61.5, nil, nil, 9.5, 10.25,
        ]
        #expect(Self.events.map(\.elapsed) == times)
    }

    /// Tapes are kept for years: their bytes must not change with the program.
    @Test(arguments: [
        (
            2,
            #""type":"stock_completed","result":{"ticker":"BRK.B","sector":"Financials","#
                + #""pnl":-98.25,"return_pct":-0.9825,"total_trades":7,"winning_trades":3,"#
                + #""losing_trades":4,"open_trades":1,"rejected_orders":2,"sharpe_ratio":-0.125,"#
                + #""max_drawdown":12.5,"gross_profit":51.75,"gross_loss":150.0,"#
                + #""exposure_pct":37.5,"start_value":10000.0,"end_value":9901.75},"bars":1250,"#
                + #""first_date":"2013-02-08","last_date":"2018-02-07","bars_sha256":"abc0","#
                + #""rows_read":1259,"rows_dropped":9,"rows_outside_range":4,"#
                + #""fetched_at":"2026-01-02T03:04:05.000006Z","seconds":0.123456,"elapsed":1.5"#
        ),
        (
            3,
            #""type":"stock_failed","ticker":"XYZ","sector":"Energy","code":"insufficient_bars","#
                + #""message":"19 bars,\u000a20 needed","seconds":0.0125,"elapsed":2.5"#
        ),
        (
            5,
            #""type":"stock_left_out","ticker":"OLD","code":"prices_changed","#
                + #""message":"other \"prices\"","elapsed":60.5"#
        ),
        (
            9,
            #""type":"portfolio_valued","stocks":503,"statistics":{"return_pct":12.5,"#
                + #""annual_return_pct":2.375,"annual_volatility_pct":9.0625,"#
                + #""sharpe_ratio":null,"max_drawdown":7.25},"points":1259,"offset":1257,"#
                + #""times":["2018-02-06","2018-02-07"],"values":[5030000.5,5658750.0]"#
        ),
        (11, #""type":"log_sealed","count":508,"root":"9c0d""#),
        (
            12,
            #""type":"scan_paused","code":"rate_limited","message":"too many","seconds":60.5,"#
                + #""elapsed":70.25"#
        ),
        (
            13,
            #""type":"scan_interrupted","code":"timeout","message":"no answer","elapsed":131.5"#
        ),
    ])
    func recordBodyIsTheFormatToTheByte(index: Int, text: String) {
        #expect(String(decoding: Self.events[index].recordBody, as: UTF8.self) == text)
    }

    @Test func durationsAreKeptToTheMicrosecond() throws {
        let event = ScanEvent.stockSlow(.init(ticker: "A", seconds: 1.2345674, elapsed: 2.0000006))
        let read = try RecordedEvent(record(event.recordBody))
        #expect(read.event == .stockSlow(.init(ticker: "A", seconds: 1.234567, elapsed: 2.000001)))
    }

    @Test func resultIsFoundInItsBytesAndAMissingRatioIsNil() throws {
        var result = Self.result
        result.sharpeRatio = nil
        let event = ScanEvent.stockCompleted(Self.completed(result))
        let line = record(event.recordBody)
        let bytes = Array("before\n".utf8) + line + Array("\nafter".utf8)
        let read = try RecordedEvent(bytes, 7..<7 + line.count)
        #expect(read.event == event)
        let range = try #require(read.resultRange)
        var expected = JSONWriter()
        result.write(to: &expected)
        #expect(Array(bytes[range]) == expected.bytes)
        #expect(try RecordedEvent(record(Self.events[3].recordBody)).resultRange == nil)
    }

    @Test(arguments: events)
    func recordWithoutOneOfItsFieldsIsRefused(event: ScanEvent) throws {
        guard case .object(let members) = try JSONValue.parse(record(event.recordBody)) else {
            Issue.record("no object")
            return
        }
        for (index, member) in members.enumerated()
        where ![
            "sector", "fetched_at", "minutes", "commissions", "last_close", "market_time",
            "trade_from", "idle", "prices",
        ].contains(member.name) {
            var rest = members
            rest.remove(at: index)
            let bytes = JSONValue.object(rest).bytes
            #expect(throws: JSONError.self, "without \(member.name)") { try RecordedEvent(bytes) }
        }
    }

    @Test func sectorAndTimeOfFetchingThatAreNullOrMissingAreNil() throws {
        var result = Self.result
        result.sector = nil
        var completed = Self.completed(result)
        completed.prices.fetchedAt = nil
        var failed = ScanEvent.StockFailed(
            ticker: "A", code: .noData, message: "m", seconds: 1, elapsed: 2)
        failed.sector = nil
        for event in [ScanEvent.stockCompleted(completed), .stockFailed(failed)] {
            let body = String(decoding: event.recordBody, as: UTF8.self)
            #expect(body.contains(#""sector":null,"#))
            #expect(try RecordedEvent(record(event.recordBody)).event == event)
            let without = body.replacing(#""sector":null,"#, with: "")
                .replacing(#""fetched_at":null,"#, with: "")
            #expect(!without.contains("null"))
            #expect(try RecordedEvent(record(Array(without.utf8))).event == event)
        }
    }

    @Test func portfolioWithoutAValueForEachTimeIsRefused() {
        let body =
            #""type":"portfolio_valued","stocks":1,"statistics":{"later":[1]},"points":2,"#
            + #""offset":0,"times":["2026-01-02","2026-01-05"],"values":[1"#
        #expect(throws: JSONError.self) { try RecordedEvent(record(Array("\(body)]".utf8))) }
        #expect(throws: Never.self) { try RecordedEvent(record(Array("\(body),2]".utf8))) }
        let figures = #""benchmark":{"beta":null}"#
        for (rest, isSound) in [
            (figures, false), (#""benchmark_values":[1,2]"#, false),
            (figures + #","benchmark_values":[1]"#, false),
            (figures + #","benchmark_values":[1,2]"#, true),
        ] {
            let line = record(Array("\(body),2],\(rest)".utf8))
            #expect((try? RecordedEvent(line)) != nil ? isSound : !isSound, "\(rest)")
        }
    }

    /// Records of both kinds are read, and where the result stands is known.
    @Test(arguments: [
        nil, StockBenchmark(returnPct: 2, comparison: BenchmarkComparison(beta: 0.5)),
    ])
    func aResultIsReadWithItsBenchmarkAndWithoutOne(benchmark: StockBenchmark?) throws {
        var result = Self.result
        result.benchmark = benchmark
        let event = ScanEvent.stockCompleted(Self.completed(result))
        let line = record(event.recordBody)
        #expect(String(decoding: line, as: UTF8.self).contains("benchmark") == (benchmark != nil))
        let read = try RecordedEvent(line)
        #expect(read.event == event)
        let range = try #require(read.resultRange)
        #expect(Array(line[range]) == JSONWriter.object { result.writeMembers(to: &$0) })
        // With a space it is another form than this version's.
        let spaced = Array(String(decoding: line, as: UTF8.self).replacing(":{", with: ": {").utf8)
        #expect(try RecordedEvent(spaced).event == event)
    }

    @Test func resultWithoutOneOfItsFieldsIsRefused() throws {
        let body = String(decoding: Self.events[2].recordBody, as: UTF8.self)
        for field in [
            "ticker", "pnl", "return_pct", "total_trades", "winning_trades", "losing_trades",
            "open_trades", "rejected_orders", "sharpe_ratio", "max_drawdown", "gross_profit",
            "gross_loss", "exposure_pct", "start_value", "end_value",
        ] {
            let text = body.split(separator: "\"\(field)\":", maxSplits: 1)
            let renamed = Array((text[0] + "\"later\":" + text[1]).utf8)
            #expect(throws: JSONError.self, "without \(field)") {
                try RecordedEvent(record(renamed))
            }
        }
    }

    @Test(arguments: events)
    func fieldOfAnotherTypeIsRefused(event: ScanEvent) throws {
        guard case .object(let members) = try JSONValue.parse(record(event.recordBody)) else {
            Issue.record("no object")
            return
        }
        // A flag is true itself.
        for index in members.indices
        where !["type", "minutes"].contains(members[index].name) {
            var changed = members
            changed[index].value = .boolean(true)
            let bytes = JSONValue.object(changed).bytes
            #expect(throws: JSONError.self, "\(members[index].name)") { try RecordedEvent(bytes) }
        }
    }

    @Test(arguments: events)
    func fieldsOfALaterVersionArePassedOver(event: ScanEvent) throws {
        let later = #","later":{"a":[1,null]},"unit":"EUR""#
        let read = try RecordedEvent(record(event.recordBody + later.utf8))
        #expect(read.event == event)
    }

    @Test func fieldsOfALaterVersionInRequestResultAndCodeAreKeptOrPassedOver() throws {
        let body = String(decoding: Self.events[2].recordBody, as: UTF8.self)
        let result = #""result":{"sortino":[1],"# + body.split(separator: #""result":{"#)[1]
        let read = try RecordedEvent(record(Array((#""type":"stock_completed","# + result).utf8)))
        #expect(read.event == Self.events[2])
        let failed = #""type":"scan_failed","code":"solar_flare","message":"m","elapsed":1"#
        let code = FailureCode(rawValue: "solar_flare")
        #expect(
            try RecordedEvent(record(Array(failed.utf8))).event
                == .failed(.init(code: code, message: "m", elapsed: 1)))
        let requested =
            #""type":"scan_requested","job_id":"j","schema":9,"engine":"e","stocks":1,"#
            + #""request":{"strategy":"x","later":true},"universe_sha256":"0""#
        var event = ScanEvent.Requested(
            jobID: "j", engine: "e", request: ScanRequest(strategy: "x"), stocks: 1,
            universeDigest: "0")
        event.schema = 9
        #expect(try RecordedEvent(record(Array(requested.utf8))).event == .requested(event))
    }

    @Test func typeOfALaterVersionIsCarriedWhateverItsFields() throws {
        let body = #""type":"scan_muted","elapsed":"long","result":[1],"seconds":null"#
        let read = try RecordedEvent(record(Array(body.utf8), seq: 9))
        #expect(read.seq == 9)
        #expect(read.event == .unknown(type: "scan_muted"))
        #expect(read.resultRange == nil)
    }

    @Test(arguments: [
        ("", "an object"), ("[]", "an object"), ("{}", "a record with seq, at and type"),
        (#"{"seq":0}"#, "a record with seq, at and type"), (#"{"seq":0,"type":"x"} {}"#, "the end"),
        (#"{"type":"log_sealed"}"#, "a record with seq, at and type"),
        (#"{"seq":0,"at":"","type":"log_sealed"}"#, "all fields of a log_sealed"),
        (#"{"seq":1.5,"type":"x"}"#, "an integer"), (#"{"seq":0,"type":7}"#, "a string"),
    ])
    func bytesThatAreNoRecordAreRefused(text: String, expected: String) {
        let error = #expect(throws: JSONError.self) { try RecordedEvent(Array(text.utf8)) }
        #expect(error?.expected == expected)
    }
}

/// The record that frames `body` as the log does.
private func record(_ body: [UInt8], seq: Int = 0) -> [UInt8] {
    Array(#"{"seq":\#(seq),"at":"2026-01-02T03:04:05.000006Z","#.utf8) + body + Array("}".utf8)
}

extension JSONValue {
    /// The value as it is written, its whole numbers as integers.
    fileprivate var bytes: [UInt8] {
        var json = JSONWriter()
        writeWhole(to: &json)
        return json.bytes
    }

    /// The value with the members of all its objects in another order.
    fileprivate func shuffled(_ random: inout SeededGenerator) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(
            members.shuffled(using: &random).map { ($0.name, $0.value.shuffled(&random)) })
    }

    private func writeWhole(to json: inout JSONWriter) {
        switch self {
        case .number(let number): json.parameter(number)
        case .object(let members):
            json.object { json in
                for (name, value) in members {
                    json.name(name)
                    value.writeWhole(to: &json)
                }
            }
        case .array(let elements): json.array(elements) { $1.writeWhole(to: &$0) }
        case .string(let text): json.value(text)
        case .boolean(let flag): json.value(flag)
        case .null: json.null()
        }
    }
}
