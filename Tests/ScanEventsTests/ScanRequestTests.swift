import JSONText
import ScanEvents
import Testing

@Suite struct ScanRequestTests {
    private static let full = ScanRequest(
        strategy: "bollinger_bands", parameters: ["period": 20, "devfactor": 2.5],
        startDate: "2017-01-03", endDate: "2017-12-29", interval: "1wk", cash: 2_500.5,
        commission: 0.001, fills: "close", wholeUnits: true, finalizeTrades: true,
        tickers: ["AAPL", "BRK.B"], universe: "file:/a b", source: "yahoo?adjusted=false")

    private static let fullJSON =
        #"{"strategy":"bollinger_bands","parameters":{"devfactor":2.5,"period":20},"#
        + #""start_date":"2017-01-03","end_date":"2017-12-29","interval":"1wk","cash":2500.5,"#
        + #""commission":0.001,"fills":"close","whole_units":true,"finalize_trades":true,"#
        + #""tickers":["AAPL","BRK.B"],"universe":"file:/a b","source":"yahoo?adjusted=false"}"#

    private static let defaultJSON =
        #"{"strategy":"x","parameters":{},"start_date":null,"end_date":null,"interval":"1d","#
        + #""cash":10000.0,"commission":0.0,"fills":"next_open","whole_units":false,"#
        + #""finalize_trades":false,"tickers":null,"universe":null,"source":null}"#

    @Test(arguments: [(full, fullJSON), (ScanRequest(strategy: "x"), defaultJSON)])
    func requestIsWrittenWithAllFieldsAndReadBack(request: ScanRequest, text: String) throws {
        var json = JSONWriter()
        request.write(to: &json)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
        #expect(try read(text) == request)
    }

    /// What a request does not ask for is not on its tape, as before there was any of it.
    @Test func costsAreWrittenWhereTheyAreNotZero() throws {
        var request = ScanRequest(strategy: "x")
        request.costs.slippage = 0.001
        request.costs.slippagePerShare = 0.02
        request.costs.fixedFee = 1
        request.costs.feePerShare = 0.005
        request.costs.minFee = 2
        request.costs.borrowRate = 0.03
        request.costs.cashRate = 0.04
        request.stopAtRuin = true
        let text = Self.defaultJSON
            .replacing(
                #""commission":0.0,"#,
                with: #""commission":0.0,"slippage":0.001,"slippage_per_share":0.02,"#
                    + #""fixed_fee":1.0,"fee_per_share":0.005,"min_fee":2.0,"borrow_rate":0.03,"#
                    + #""cash_rate":0.04,"#
            )
            .replacing(
                #""finalize_trades":false,"#,
                with: #""finalize_trades":false,"stop_at_ruin":true,"#)
        var json = JSONWriter()
        request.write(to: &json)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
        #expect(try read(text) == request)
    }

    @Test func theOpenBarIsAskedForWhereItIs() throws {
        var request = ScanRequest(strategy: "x")
        request.includeOpen = true
        var json = JSONWriter()
        request.write(to: &json)
        let text = String(decoding: json.bytes, as: UTF8.self)
        #expect(text == String(Self.defaultJSON.dropLast()) + #","include_open":true}"#)
        #expect(try read(text) == request)
    }

    @Test(arguments: [
        "parameters", "start_date", "end_date", "interval", "cash", "commission", "slippage",
        "slippage_per_share", "fixed_fee", "fee_per_share", "min_fee", "borrow_rate", "cash_rate",
        "fills", "whole_units", "finalize_trades", "stop_at_ruin", "tickers", "universe", "source",
        "include_open",
    ])
    func fieldThatIsNullHasItsDefault(field: String) throws {
        let request = try read(#"{"strategy":"x","\#(field)":null}"#)
        #expect(request == ScanRequest(strategy: "x"))
        #expect(request.cash == 10_000)
        #expect(request.interval == "1d")
        #expect(request.commission == 0)
        #expect(request.fills == "next_open")
        #expect(!request.wholeUnits)
        #expect(!request.finalizeTrades)
    }

    @Test func emptyListOfTickersIsNotTheWholeUniverse() throws {
        #expect(try read(#"{"strategy":"x","tickers":[]}"#).tickers == [])
    }

    @Test(arguments: [
        (#"{"strategy":1}"#, "/strategy", "expected a string, found a number"),
        (
            #"{}"#, "/strategy",
            #"name a strategy, such as "bollinger_bands", or send a strategy_text"#
        ),
        (
            #"{"strategy":null}"#, "/strategy",
            #"name a strategy, such as "bollinger_bands", or send a strategy_text"#
        ),
        (
            #"{"strategy":""}"#, "/strategy",
            #"name a strategy, such as "bollinger_bands", or send a strategy_text"#
        ),
        ("[1]", "", "expected an object, found an array"),
        ("null", "", "expected an object, found null"),
        (
            #"{"strategy":"x","start_date":20170103}"#, "/start_date",
            "expected a string, found a number"
        ),
        (#"{"strategy":"x","end_date":{}}"#, "/end_date", "expected a string, found an object"),
        (#"{"strategy":"x","interval":[]}"#, "/interval", "expected a string, found an array"),
        (#"{"strategy":"x","cash":"1"}"#, "/cash", "expected a number, found a string"),
        (
            #"{"strategy":"x","commission":true}"#, "/commission",
            "expected a number, found true or false"
        ),
        (
            #"{"strategy":"x","whole_units":1}"#, "/whole_units",
            "expected true or false, found a number"
        ),
        (
            #"{"strategy":"x","finalize_trades":"true"}"#, "/finalize_trades",
            "expected true or false, found a string"
        ),
        (
            #"{"strategy":"x","fills":true}"#, "/fills", "expected a string, found true or false"
        ),
        (
            #"{"strategy":"x","tickers":"AAPL"}"#, "/tickers",
            "expected an array of strings, found a string"
        ),
        (#"{"strategy":"x","tickers":["A",7]}"#, "/tickers/1", "expected a string, found a number"),
        (#"{"strategy":"x","tickers":[null]}"#, "/tickers/0", "expected a string, found null"),
        (#"{"strategy":"x","universe":1}"#, "/universe", "expected a string, found a number"),
        (#"{"strategy":"x","source":false}"#, "/source", "expected a string, found true or false"),
        (
            #"{"strategy":"x","parameters":[1]}"#, "/parameters",
            "expected an object of numbers, found an array"
        ),
        (
            #"{"strategy":"x","parameters":{"p":1,"q":"2"}}"#, "/parameters/q",
            "expected a number, found a string"
        ),
        (#"{"strategy":"x","parameters":{"p":1,"p":1}}"#, "/parameters/p", "given twice"),
        (#"{"strategy":"x","strategy":"x"}"#, "/strategy", "given twice"),
        (#"{"strategy":"x","cash":1,"cash":"2"}"#, "/cash", "given twice"),
    ])
    func fieldThatIsWrongGivesItsPointer(text: String, pointer: String, detail: String) {
        let error = #expect(throws: InvalidRequest.self) { try read(text) }
        #expect(error?.problems == [RequestProblem(pointer: pointer, detail: detail)])
        #expect(error?.description == (pointer.isEmpty ? detail : "\(pointer): \(detail)"))
        #expect(throws: InvalidRequest.self, "a tape is no laxer here") {
            try read(text, refusesUnknownFields: false)
        }
    }

    /// RFC 6901, section 3: `~` is `~0` and `/` is `~1`, whatever follows them.
    @Test(arguments: [
        ("a/b", "a~1b"), ("a~b", "a~0b"), ("~1", "~01"), ("/~/", "~1~0~1"), ("", ""), (" ", " "),
        ("a/\u{301}", "a~1\u{301}"), ("a~\u{301}", "a~0\u{301}"),
    ])
    func nameIsEscapedInItsPointer(name: String, step: String) {
        let parameter = #"{"strategy":"x","parameters":{"\#(name)":null}}"#
        let first = #expect(throws: InvalidRequest.self) { try read(parameter) }
        #expect(
            first?.problems.map { Array($0.pointer.utf8) } == [Array("/parameters/\(step)".utf8)])
        let field = #"{"strategy":"x","\#(name)":1}"#
        let second = #expect(throws: InvalidRequest.self) { try read(field) }
        #expect(second?.problems.map { Array($0.pointer.utf8) } == [Array("/\(step)".utf8)])
    }

    @Test func unknownFieldIsRefusedFromAClientAndPassedOverOnATape() throws {
        let text = #"{"strategy":"x","stratgy":"y","later":{"a":[1]},"later":2,"cash":5}"#
        let error = #expect(throws: InvalidRequest.self) { try read(text) }
        #expect(error?.problems.map(\.pointer) == ["/stratgy", "/later"])
        let known =
            "unknown field; there are strategy, parameters, start_date, end_date, trade_from, "
            + "interval, cash, commission, slippage, slippage_per_share, fixed_fee, fee_per_share, "
            + "min_fee, borrow_rate, cash_rate, fills, whole_units, finalize_trades, stop_at_ruin, "
            + "trades, tickers, universe, source, benchmark, include_open, "
            + "strategy_text"
        #expect(error?.problems.map(\.detail) == [known, known])
        let request = try read(text, refusesUnknownFields: false)
        #expect(request == ScanRequest(strategy: "x", cash: 5))
    }

    @Test func allProblemsAreReportedTogether() {
        let text = #"{"cash":"much","tickers":[1,"A",2],"speed":9,"parameters":{"p":[]}}"#
        let error = #expect(throws: InvalidRequest.self) { try read(text) }
        let pointers = error?.problems.map(\.pointer) ?? []
        #expect(
            pointers.sorted()
                == ["/cash", "/parameters/p", "/speed", "/strategy", "/tickers/0", "/tickers/2"])
        #expect(error?.description.hasPrefix("/strategy: name a strategy, such as") == true)
    }

    private func read(_ text: String, refusesUnknownFields: Bool = true) throws -> ScanRequest {
        let value = try JSONValue.parse(Array(text.utf8))
        return try ScanRequest(json: value, refusesUnknownFields: refusesUnknownFields)
    }
}
