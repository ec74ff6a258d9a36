import Crypto
import Foundation
import TestSupport
import Testing

/// Backtests run again find what no checksum can: a record that its prices do not give.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct RecomputeTests {
    private let replay = Program.product("tapedeck-replay")

    private func recompute(
        _ job: String, in directory: String, _ arguments: [String] = []
    ) async throws -> Program.Outcome {
        try await replay.run(["audit", job, "--recompute", "--var", directory] + arguments)
    }

    /// A change of a recorded tape that the rest of an audit cannot see.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let name: String
        let edit: @Sendable (inout [String]) -> Void
        /// The record that must be named.
        let seq: Int
        let words: String

        var testDescription: String { name }
    }

    static let forgeries: [Forgery] = [
        Forgery(
            name: "a figure of a result",
            edit: { $0.replace(#""max_drawdown":"#, with: #""max_drawdown":1"#, in: 4) }, seq: 4,
            words: "max_drawdown of "),
        Forgery(
            name: "a whole result, its sums made to fit",
            edit: { bodies in
                // Nothing was ever bought.
                for name in ["pnl", "return_pct"] { bodies.set(name, to: "0.0", in: 3) }
                bodies.set("end_value", to: "10000.0", in: 3)
            }, seq: 3, words: "pnl of "),
        Forgery(
            name: "a parameter",
            edit: { $0.replace(#""devfactor":2"#, with: #""devfactor":1"#, in: 0) }, seq: 2,
            words: " of "),
        Forgery(
            name: "the strategy",
            edit: {
                $0.replace(#""strategy":"bollinger_bands""#, with: #""strategy":"magic""#, in: 0)
            },
            seq: 0, words: "there is no strategy"),
        Forgery(
            name: "the commission",
            edit: { $0.replace(#""commission":0.0"#, with: #""commission":0.002"#, in: 0) },
            seq: 2, words: " of "),
        Forgery(
            name: "the digest of the bars",
            edit: {
                $0.set("bars_sha256", to: "\"" + String(repeating: "a", count: 64) + "\"", in: 5)
            },
            seq: 5, words: "bars_sha256 of "),
        Forgery(
            name: "a point of the portfolio",
            edit: { bodies in
                let values = bodies[8].range(of: #""values":["#)?.upperBound
                bodies[8].insert("1", at: values ?? bodies[8].endIndex)
            }, seq: 8, words: "portfolio, point 0"),
    ]

    @Test(arguments: forgeries)
    func aForgedRecordIsNamed(_ forgery: Forgery) async throws {
        try await withTemporaryDirectory { directory in
            try await Forge(directory: directory).copy(Tapes.finished, forgery.edit)
            let outcome = try await recompute(Tapes.finished, in: directory)
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
            let lines = outcome.text.split(separator: "\n").map(String.init)
            let index = try #require(
                lines.firstIndex { $0.contains("recompute: ") }, "\(outcome.text)")
            #expect(lines[index].hasSuffix("seq \(forgery.seq)"), "\(lines[index])")
            #expect(lines[index...].joined().contains(forgery.words), "\(outcome.text)")
        }
    }

    @Test(arguments: [
        (#""benchmark":{"return_pct":"#, #""benchmark":{"return_pct":1"#, "benchmark of "),
        (
            #""tracking_error_pct":"#, #""tracking_error_pct":1"#, "benchmark of the portfolio"
        ),
        (
            #""benchmark_values":["#, #""benchmark_values":[1"#,
            "benchmark of the portfolio, point 0"
        ),
    ])
    func aForgedBenchmarkIsNamed(old: String, new: String, words: String) async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await Program.product("tapedeck").run([
                "scan", "bollinger_bands", "--tickers", "AAPL,MSFT", "--workers", "1", "--var",
                directory, "--start", "2017-06-01",
            ])
            try #require(scan.status == 0, "\(scan.errors)")
            let sound = try await recompute("latest", in: directory)
            #expect(sound.status == 0, "\(sound.text)\(sound.errors)")
            let scans = directory + "/scans"
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: scans)
                    .first { $0.hasPrefix("2") })
            var bodies = try Forge.bodies(of: "\(scans)/\(name)")
            // Of a stock, or else of the portfolio.
            let type = words == "benchmark of " ? "stock_completed" : "portfolio_valued"
            let place = try #require(
                bodies.lastIndex { $0.contains(type) && $0.contains(old) })
            bodies.replace(old, with: new, in: place)
            let job = "20261130-105138-c28ac559"
            try await Forge(directory: directory + "/forged").write(
                bodies.map { $0.replacing(#/"job_id":"[^"]*"/#, with: "\"job_id\":\"\(job)\"") },
                job: job)
            let outcome = try await recompute(job, in: directory + "/forged")
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
            let found = outcome.text.split(separator: "\n").first { $0.contains("recompute: ") }
            #expect(found?.contains(words) == true, "\(outcome.text)")
            #expect(found?.hasSuffix("seq \(place)") == true, "\(outcome.text)")
        }
    }

    @Test func aScanAgainstABenchmarkIsComputedAgainAndItsBarsAreCompared() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await Program.product("tapedeck").run([
                "scan", "rsi", "--tickers", "KO,MSFT", "--benchmark", "AAPL", "--workers", "1",
                "--var", directory, "--start", "2017-06-01",
            ])
            try #require(scan.status == 0, "\(scan.errors)")
            let sound = try await recompute("latest", in: directory)
            #expect(sound.status == 0, "\(sound.text)\(sound.errors)")
            #expect(sound.text.contains("2 stocks computed again"))
            let scans = directory + "/scans"
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: scans)
                    .first { $0.hasPrefix("2") })
            var bodies = try Forge.bodies(of: "\(scans)/\(name)")
            bodies.set(
                "bars_sha256", to: "\"" + String(repeating: "a", count: 64) + "\"", in: 2)
            try await Forge(directory: directory + "/forged").write(
                bodies, job: String(name.prefix { $0 != "." }))
            let outcome = try await recompute("latest", in: directory + "/forged")
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
            #expect(outcome.text.contains("recompute: bars_sha256 of the benchmark"))
        }
    }

    @Test func aScanOfATextThatIsNowhereElseIsComputedAgainFromItsTape() async throws {
        let outcome = try await replay.run(["audit", Tapes.ofAText, "--recompute"])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
        #expect(outcome.text.contains("4 stocks computed again"))
    }

    @Test func aUsersStrategyThatIsAnotherOneNowIsTold() async throws {
        let text = try #require(
            try Forge.bodies(of: Tapes.ofAText).compactMap(Self.text(of:)).first)
        let change = "the strategy \"rsi_2\" has changed since the scan was begun"
        try await withTemporaryDirectory { directory in
            for (place, text) in [
                ("strategies", text.replacing("stop 8%", with: "stop 5%")), ("same", text),
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(place)", withIntermediateDirectories: true)
                try writeFile(Array(text.utf8), to: "\(directory)/\(place)/rsi_2.strategy")
            }
            for (arguments, isChanged) in [
                ([], true), (["--strategies", directory + "/same"], false),
                (["--strategies", directory + "/nowhere"], false),
            ] {
                let outcome = try await recompute(Tapes.ofAText, in: directory, arguments)
                #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
                #expect(outcome.text.contains(change) == isChanged, "\(outcome.text)")
            }
            let alone = try await replay.run(["audit", Tapes.ofAText, "--strategies", directory])
            #expect(alone.status == 64)
            #expect(alone.errors.contains("--strategies goes with --recompute"))
        }
    }

    @Test(arguments: [
        (#""bars_true":180"#, #""bars_true":181"#, "rules", 7),
        (#"stop 8%"#, #"stop 5%"#, " of ", 3),
        ("when close > sma(close, 5)", "when clsoe > sma(close, 5)", "request", 0),
    ])
    func aForgedTextOrCountOfARuleIsNamed(
        old: String, new: String, words: String, seq: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            var bodies = try Forge.bodies(of: Tapes.ofAText)
            for place in bodies.indices where bodies[place].contains(old) {
                bodies[place] = bodies[place].replacing(old, with: new)
                // The forger knows how a text is signed.
                if let text = try Self.text(of: bodies[place]) {
                    bodies[place] = bodies[place].replacing(
                        #/"sha256":"[0-9a-f]{64}"/#, with: "\"sha256\":\"\(Self.digest(text))\"")
                }
            }
            let job = "20261130-105138-c28ac559"
            try await Forge(directory: directory).write(bodies, job: job)
            let outcome = try await recompute(job, in: directory)
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
            let found = outcome.text.split(separator: "\n").first { $0.contains("recompute: ") }
            #expect(found?.contains(words) == true, "\(outcome.text)")
            #expect(found?.hasSuffix("seq \(seq)") == true, "\(outcome.text)")
        }
    }

    /// The text of a record of a strategy; nil for another record.
    private static func text(of body: String) throws -> String? {
        let record = try JSONSerialization.jsonObject(with: Data("{\(body)}".utf8))
        return (record as? [String: Any])?["text"] as? String
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    /// Trades that agree with the figures, but are not those that the prices give.
    @Test(arguments: [
        ("stock_traded", "\"lows\":[", "\"lows\":[1", "trade 1 of AAPL"),
        ("stock_traded", #""rule""#, #""stop""#, "trade 1 of AAPL"),
        ("signals_given", #""last_close":"#, #""last_close":1"#, "signal of "),
        ("signals_given", #""market_time":"2018"#, #""market_time":"2017"#, "signals"),
    ])
    func aForgedTradeOrSignalIsNamed(
        type: String, old: String, new: String, words: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await Program.product("tapedeck").run([
                "scan", "sma_cross", "--tickers", "AAPL,MSFT", "--workers", "1", "--var",
                directory + "/whole",
            ])
            try #require(scan.status == 0, "\(scan.errors)")
            let tapes = try FileManager.default.contentsOfDirectory(
                atPath: directory + "/whole/scans")
            let tape = try #require(tapes.first { $0.hasPrefix("2") })
            let job = String(tape.prefix { $0 != "." })
            var bodies = try Forge.bodies(of: "\(directory)/whole/scans/\(tape)")
            let seq = try #require(
                bodies.firstIndex { $0.contains(type) })
            let place = try #require(bodies[seq].range(of: old))
            bodies[seq].replaceSubrange(place, with: new)
            try await Forge(directory: directory).write(bodies, job: job)
            let outcome = try await recompute(job, in: directory)
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errors)")
            #expect(outcome.text.contains("recompute: \(words)"), "\(outcome.text)")
        }
    }

    @Test func aFailureThatIsNoneIsNamed() async throws {
        try await withTemporaryDirectory { directory in
            try await Forge(directory: directory).copy(Tapes.withFailures) { bodies in
                bodies.replace("unknown_ticker", with: "no_data", in: 3)
            }
            let outcome = try await recompute(Tapes.withFailures, in: directory)
            #expect(outcome.text.contains("recompute: failure of NOPE"), "\(outcome.text)")
            #expect(outcome.status == 1)
        }
    }

    @Test func theStocksBeforeTheDifferenceAreSoundAndTheLaterOnesCounted() async throws {
        try await withTemporaryDirectory { directory in
            try await Forge(directory: directory).copy(Tapes.finished) { bodies in
                bodies.replace(#""devfactor":2"#, with: #""devfactor":1"#, in: 0)
            }
            let outcome = try await recompute(Tapes.finished, in: directory)
            #expect(outcome.text.contains("1 finding"))
            #expect(outcome.text.contains("later records differ, too"))
        }
    }

    @Test func aPriceThatChangedIsNamedAndACopyOfThePricesIsTaken() async throws {
        try await withTemporaryDirectory { directory in
            let (prices, copy) = (directory + "/prices", directory + "/copy")
            try FileManager.default.createDirectory(
                atPath: prices, withIntermediateDirectories: true)
            for ticker in ["ONE", "TWO", "THREE"] {
                try Self.prices(of: ticker).write(
                    toFile: "\(prices)/\(ticker).csv", atomically: true, encoding: .utf8)
            }
            try FileManager.default.copyItem(atPath: prices, toPath: copy)
            let scan = try await Program.product("tapedeck").run([
                "scan", "sma_cross", "--source", "csv:\(prices)", "--workers", "1", "--var",
                directory,
            ])
            try #require(scan.status == 0, "\(scan.errors)")
            let before = try await recompute("latest", in: directory)
            #expect(before.status == 0, "\(before.text)\(before.errors)")

            let path = prices + "/TWO.csv"
            let text = String(decoding: try readFile(path), as: UTF8.self)
            try writeFile(
                Array(text.replacingOccurrences(of: ",1000040", with: ",1000041").utf8), to: path)
            let after = try await recompute("latest", in: directory)
            #expect(after.text.contains("recompute: bars_sha256 of TWO"), "\(after.text)")
            #expect(after.status == 1)
            #expect(!after.text.contains("later records differ, too"))

            let moved = try await recompute(
                "latest", in: directory, ["--source", "csv:\(copy)"])
            #expect(moved.status == 0, "\(moved.text)")
            try FileManager.default.removeItem(atPath: prices)
            let gone = try await recompute("latest", in: directory)
            #expect(gone.status == 2)
            #expect(gone.text.contains("name the prices with --source"), "\(gone.text)")
        }
    }

    /// Two hundred days that go up and down.
    private static func prices(of ticker: String) -> String {
        let rows = (0..<200).map { day in
            let price = 50 + Double((day * 7 + ticker.utf8.count * day * day) % 30)
            let date = Date(timeIntervalSince1970: Double(1_500_000_000 + day * 86_400))
            let text = date.formatted(.iso8601.year().month().day())
            return "\(text),\(price),\(price + 2),\(price - 2),\(price + 1),\(1_000_000 + day)"
        }
        return (["Date,Open,High,Low,Close,Volume"] + rows).joined(separator: "\n") + "\n"
    }
}

extension [String] {
    /// Gives a member of a record, a number or a string, another value.
    mutating func set(_ name: String, to value: String, in index: Int) {
        guard let start = self[index].range(of: "\"\(name)\":")?.upperBound else {
            preconditionFailure("record \(index) has no \(name)")
        }
        let end = self[index][start...].firstIndex { $0 == "," || $0 == "}" }
        self[index].replaceSubrange(start..<(end ?? self[index].endIndex), with: value)
    }
}
