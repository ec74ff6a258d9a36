import Foundation
import TestSupport
import Testing

/// Strategies written over HTTP, and scans of them.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StrategyServiceTests {
    private func text(_ bars: Int) -> String {
        """
        strategy "Mine" language 1
        enter long when close > sma(close, \(bars))
        exit long when close < sma(close, \(bars))

        """
    }

    @Test func aScanKeepsTheTextThatItWasAcceptedWith() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, ["--max-running", "1"])
            #expect(try await put(text(5), to: service, directory) == "201")
            let first = try await service.start(
                #"{"strategy":"rsi","source":"bundled?delay=50ms"}"#)
            // Waits for the other, while its file becomes another one, and goes.
            let second = try await service.start(#"{"strategy":"mine","tickers":["AAPL","MSFT"]}"#)
            #expect(try await put(text(50), to: service, directory) == "200")
            let strategies = service.url + "/strategies/mine"
            #expect(try await Service.request(strategies, ["-X", "DELETE"]).code == "204")
            _ = try await Service.request(
                service.url + "/market-scan/cancel/\(first)", ["-X", "POST"])
            // A stream ends with its scan.
            _ = try await Service.request(service.url + "/market-scan/stream/\(second)")
            let results = service.url + "/market-scan/results/"
            let found = try await figures(results + second)
            #expect(found == (try await figures(of: text(5), by: service)))
            #expect(found != (try await figures(of: text(50), by: service)))
            let tape = try await Service.request(
                service.url + "/market-scan/log/\(second)"
            ).body
            let lines = try await Program.system("gzip").run(["-dc"], input: tape).text
            #expect(lines.contains(#""type":"strategy_recorded""#))
            #expect(lines.contains(#"sma(close, 5)\u000aexit"#))
            #expect(!lines.contains("strategy_text"))
            _ = await service.stop()
        }
    }

    @Test(arguments: [
        ([], "true"), (["--no-strategies-writable"], "false"),
        (["--host", "0.0.0.0", "--insecure"], "false"),
        (["--host", "0.0.0.0", "--insecure", "--strategies-writable"], "true"),
    ])
    func strategiesAreWrittenWhereOnlyThisMachineIsServedOrTheOperatorSaysSo(
        _ options: [String], _ isWritable: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory, options)
            let url = service.url.replacingOccurrences(of: "0.0.0.0", with: "127.0.0.1")
            let list = try await Service.request(url + "/strategies").body
            #expect(
                String(decoding: list, as: UTF8.self).hasSuffix(#""writable":\#(isWritable)}"#))
            let file = directory + "/text"
            try writeFile(Array(text(5).utf8), to: file)
            let answer = try await Service.request(url + "/strategies/mine", ["-T", file])
            #expect(answer.code == (isWritable == "true" ? "201" : "403"))
            _ = await service.stop()
        }
    }

    @Test func aBacktestOfATextTellsItsRulesAndColumnsFromADayOn() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let text = """
                strategy "Bands" language 1
                bands = bbands(close, 20, 2)
                fast = rsi(close, 2)
                enter long when close < bands.lower
                exit long when close > bands.middle
                exit long when fast > 1000

                """
            let body: [String: Any] = [
                "strategy_text": text, "ticker": "AAPL", "trade_from": "2016-01-04",
                "columns": true,
            ]
            let request = String(
                decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
            let answer = try await Service.request(
                service.url + "/backtest", ["--data", request])
            #expect(answer.code == "200")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            let rules = try #require(json["rules"] as? [[String: Any]])
            #expect(rules.map { $0["line"] as? Int } == [4, 5, 6])
            #expect(rules[2]["bars_true"] as? Int == 0)
            #expect(rules[0]["statement"] as? String == "enter long when close < bands.lower")
            let warnings = try #require(json["warnings"] as? [String])
            #expect(warnings.count == 1 && warnings[0].contains("line 6"))
            let chart = try #require(json["chart"] as? [String: Any])
            let times = try #require(chart["times"] as? [String])
            #expect(times.first == "2016-01-04")
            #expect((chart["equity"] as? [Double])?.count == times.count)
            let columns = try #require(chart["columns"] as? [[String: Any]])
            #expect(
                columns.map { "\($0["name"] ?? "").\($0["line"] ?? "")" }.count == 4)
            #expect(columns.map { $0["pane"] as? String } == ["price", "price", "price", "own"])
            for column in columns {
                let values = try #require(column["values"] as? [Any])
                #expect(values.count == times.count)
                // They were warmed up by the bars before.
                #expect(values.first is Double)
            }
            _ = await service.stop()
        }
    }

    @Test func aScanOfATextWithMistakesIsRefusedWithTheirPlaces() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let text = text(5) + "exit long when slow > 1\nenter long when opne > 1\n"
            for (path, stock) in [
                ("/market-scan/start", #""tickers":["AAPL"]"#), ("/backtest", #""ticker":"AAPL""#),
            ] {
                let answer = try await Service.request(
                    service.url + path, ["--data", "{\(stock),\"strategy_text\":\(quoted(text))}"])
                #expect(answer.code == "422")
                let json = try JSONSerialization.jsonObject(with: Data(answer.body))
                let errors = try #require(
                    (json as? [String: Any])?["errors"] as? [[String: Any]])
                #expect(errors.map { $0["line"] as? Int } == [4, 5])
                #expect(errors.map { $0["column"] as? Int } == [16, 17])
                #expect(errors.allSatisfy { $0["pointer"] as? String == "/strategy_text" })
                #expect(errors.allSatisfy { $0["code"] as? String == "unknown_name" })
            }
            _ = await service.stop()
        }
    }

    @Test func theLongestTextIsTakenHoweverItIsWritten() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let line = "//" + String(repeating: "x", count: 1_021) + "\n"
            let comments = Array(repeating: line, count: 63).joined()
            let room = 64 * 1024 - text(5).utf8.count - comments.utf8.count
            let longest =
                text(5) + comments + "//" + String(repeating: "x", count: room - 3) + "\n"
            #expect(longest.utf8.count == 64 * 1024)
            let escaped = longest.utf8.map { byte in
                "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            let body = directory + "/body"
            for (path, stock, code) in [
                ("/market-scan", #""tickers":["AAPL"]"#, "200"),
                ("/backtest", #""ticker":"AAPL""#, "200"),
                ("/strategies/check", #""name":"mine""#, "200"),
            ] {
                for (end, code) in [
                    ("", code), ("\n", path == "/strategies/check" ? "200" : "422"),
                ] {
                    try writeFile(
                        Array(
                            "{\(stock),\"strategy_text\":\"\(escaped)\(end == "" ? "" : "\\n")\"}"
                                .utf8),
                        to: body)
                    let answer = try await Service.request(
                        service.url + path, ["--data-binary", "@\(body)"])
                    #expect(answer.code == code, "\(path)")
                }
            }
            _ = await service.stop()
        }
    }

    private func quoted(_ text: String) -> String {
        "\""
            + text.replacingOccurrences(of: "\"", with: "\\\"")
            .replacingOccurrences(of: "\n", with: "\\n") + "\""
    }

    private func put(
        _ text: String, to service: Service, _ directory: String
    ) async throws -> String {
        let file = directory + "/text"
        try writeFile(Array(text.utf8), to: file)
        return try await Service.request(service.url + "/strategies/mine", ["-T", file]).code
    }

    /// What a scan's result says of its stocks.
    private func figures(_ url: String, _ arguments: [String] = []) async throws -> String {
        let answer = try await Service.request(url, arguments)
        #expect(answer.code == "200")
        let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        let stocks = try #require(json?["stock_results"] as? [[String: Any]])
        return stocks.map { "\($0["ticker"] ?? "") \($0["end_value"] ?? "")" }
            .joined(separator: "\n")
    }

    /// The same of a text that comes with its request.
    private func figures(of text: String, by service: Service) async throws -> String {
        let request: [String: Any] = [
            "strategy_text": text, "tickers": ["AAPL", "MSFT"],
        ]
        let body = try JSONSerialization.data(withJSONObject: request)
        return try await figures(
            service.url + "/market-scan", ["--data", String(decoding: body, as: UTF8.self)])
    }
}
