/// A scan whose values are the utmost that its records may have, some of a later form.
enum ExtremeScan {
    /// Its name.
    static let job = "20261124-120000-00000009"

    /// The bodies of its records.
    static var bodies: [String] {
        [
            #""type":"scan_requested","job_id":"\#(job)","schema":1,"engine":"=cmd()","#
                + #""request":{"strategy":"+x","parameters":{},"start_date":null,"#
                + #""end_date":null,"interval":"1d","cash":1e308,"commission":0.0,"#
                + #""fills":"next_open","whole_units":true,"finalize_trades":false,"#
                + #""tickers":[],"universe":"","source":null,"later":[1]},"stocks":7,"#
                + #""universe_sha256":"","idempotency":{"key":"'\t\"","request_sha256":""},"#
                + #""later":{}"#,
            #""type":"scan_started","tickers":["a"]"#,
            traded, stock("=1+1|cmd"),
            stock(
                "漢字 📈 é", sector: "null", bars: ".min", openTrades: .max, sharpeRatio: "-0.0",
                grossProfit: "0.0", grossLoss: "-5e-324", exposure: "0.0",
                fetchedAt: #""1969-12-31T23:59:59.999999Z""#),
            stock(
                "", sector: #""@SUM(1)""#, bars: "0", openTrades: 0,
                sharpeRatio: "4.9406564584124654e-324", grossProfit: "-0.0", grossLoss: "0.1",
                exposure: "1e22"),
            stock(
                #"\tq\"uo\\te,\n"#, sector: #""a\r\nb""#, bars: "1", openTrades: 1,
                sharpeRatio: "-1.7976931348623157e308"),
            stock(#"\tq\"uo\\te,\n"#),
            #""type":"stock_failed","ticker":"\#u{2028}x","sector":"-","code":"later_code","#
                + #""message":"\#(String(repeating: #"ö\n\"'"#, count: 6_000))","#
                + #""seconds":0.0,"elapsed":0.2"#,
            #""type":"stock_failed","ticker":"F","code":"no_data","message":"","#
                + #""seconds":-0.0,"elapsed":0.3"#,
            #""type":"stock_dreamt","ticker":"Ä\u0041","result":[{"x":1.50}],"elapsed":99"#,
            #""type":"stock_slow","ticker":"S","seconds":5.5,"elapsed":0.4"#,
        ]
    }

    /// Trades from the first day of all to the last one, at the least prices and for the most money.
    private static let traded =
        #""type":"stock_traded","ticker":"=1+1|cmd","trades":3,"offset":0,"#
        + #""bars_before":[0,0,\#(Int.max / 4)],"bars_held":[0,\#(Int.max / 4),0],"#
        + #""times_before":[0,0,0],"times_held":[0,3652058,0],"entry_lines":[1,\#(Int.max),3],"#
        + #""exits":["=cmd()","rule",null],"exit_lines":[null,\#(Int.max),null],"#
        + #""sizes":[5e-324,-1e300,0.1],"entry_prices":[0.0,1e-300,1e300],"#
        + #""exit_prices":[1e300,5e-324,null],"lows":[0.0,-0.0,1e-300],"#
        + #""highs":[1e300,1e-300,1e300],"borrow_costs":[0.0,0.1,1e300],"last_close":0.0"#

    private static func stock(
        _ ticker: String, sector: String = #""""#, bars: String = ".max",
        openTrades: Int = .min, sharpeRatio: String = "null",
        grossProfit: String = "1.7976931348623157e308", grossLoss: String = "5e-324",
        exposure: String = "-0.0", fetchedAt: String = "null"
    ) -> String {
        let bars = [".max": "\(Int.max)", ".min": "\(Int.min)"][bars] ?? bars
        return #""type":"stock_completed","result":{"ticker":"\#(ticker)","sector":\#(sector),"#
            + #""pnl":0.1,"return_pct":2.2250738585072014e-308,"total_trades":0,"#
            + #""winning_trades":0,"losing_trades":0,"open_trades":\#(openTrades),"#
            + #""rejected_orders":1,"sharpe_ratio":\#(sharpeRatio),"max_drawdown":1e308,"#
            + #""gross_profit":\#(grossProfit),"gross_loss":\#(grossLoss),"#
            + #""exposure_pct":\#(exposure),"start_value":10000,"end_value":10000.1,"#
            + #""mood":"later"},"bars":\#(bars),"first_date":"0001-01-01","#
            + #""last_date":"9999-12-31","bars_sha256":"","rows_read":1,"rows_dropped":0,"#
            + #""rows_outside_range":0,"fetched_at":\#(fetchedAt),"seconds":1e-300,"elapsed":0.1"#
    }
}
