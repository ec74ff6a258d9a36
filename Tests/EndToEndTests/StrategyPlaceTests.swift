import Foundation
import TestSupport
import Testing

/// Where a strategy that is named on the command line comes from, and what is seen of it.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct StrategyPlaceTests {
    @Test func columnsAreShownBarByBar() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "up_days.strategy")
            let prices = ["10", "11.5", "12.25", "12", "12.125", "13.1"].enumerated()
                .map { "2024-01-0\($0 + 1),\($1),\($1),\($1),\($1),100\n" }.joined()
            try desk.write("date,open,high,low,close,volume\n" + prices, "A.csv")
            let arguments = [
                "strategy", "columns", "up_days.strategy", "A", "--source",
                "csv:\(directory)/A.csv",
            ]
            let csv = try await desk.run(arguments + ["--csv"])
            #expect(csv.status == 0 && csv.errors.isEmpty, "\(csv.errors)")
            #expect(
                csv.text.split(separator: "\r\n", omittingEmptySubsequences: false) == [
                    "date,up,change,enter_long_5,exit_long_6", "2024-01-01,,,,",
                    "2024-01-02,,1.5,,", "2024-01-03,true,0.75,true,false",
                    "2024-01-04,false,-0.25,false,true", "2024-01-05,false,0.125,false,true",
                    "2024-01-06,true,0.9749999999999996,true,false", "",
                ])
            let table = try await desk.run(arguments + ["--start", "2024-01-03"])
            #expect(
                table.text == """
                    date           up   change  enter_long_5  exit_long_6
                    2024-01-03      -        -             -            -
                    2024-01-04      -  -0.2500             -            -
                    2024-01-05  false   0.1250         false         true
                    2024-01-06   true   0.9750          true        false

                    """)
        }
    }

    @Test func columnsThatAreShownAreNotWarnedOfAsUnused() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(
                """
                strategy "Hold" language 1
                input days = 2
                change = close - close[1]
                enter long when true

                """, "hold.strategy")
            for (command, codes) in [
                (["strategy", "columns"], ["unused_input", "never_left"]),
                (["backtest"], ["unused_input", "unused_column", "never_left"]),
            ] {
                let outcome = try await desk.run(command + ["hold.strategy", "AAPL"])
                #expect(outcome.status == 0)
                let found = outcome.errors.matches(of: #/warning: ([a-z_]+): /#)
                    .map { String($0.output.1) }
                #expect(found == codes, "\(outcome.errors)")
            }
        }
    }

    @Test func aNameOpensNoFileAndAPathIsRead() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "up_days.strategy")
            try desk.write(StrategyDesk.upDays, "plain")
            for name in ["up_days", "plain"] {
                let outcome = try await desk.run(["scan", name, "--tickers", "AAPL"])
                #expect(outcome.status == 64)
                #expect(outcome.errors.contains("there is no strategy \"\(name)\""))
                #expect(
                    outcome.errors.contains(
                        "; the file in this directory is called by up_days.strategy")
                        == (name == "up_days"))
            }
            for path in ["up_days.strategy", "./plain"] {
                let outcome = try await desk.run(["scan", path, "--tickers", "AAPL"])
                #expect(outcome.status == 0, "\(outcome.errors)")
                let name = path == "./plain" ? "plain" : "up_days"
                #expect(outcome.text.hasPrefix("1 of 1 stocks with \(name), "))
            }
        }
    }

    @Test(arguments: [
        ("./nothing.strategy", "the strategy ./nothing.strategy does not exist"),
        ("./My idea.strategy", "'My idea' is no name of a strategy"),
        ("./rsi.strategy", "comes with the program; give the text another name"),
        ("./pipe.strategy", "is not a regular file, but a pipe"),
        (".", "is not a regular file, but a directory"),
    ])
    func aPathThatWillNotDoSaysWhyAndExits64(path: String, words: String) async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "My idea.strategy")
            try desk.write(StrategyDesk.upDays, "rsi.strategy")
            try await OddFiles.makePipe(directory + "/pipe.strategy")
            let argument = path == "." ? "./" : path
            let outcome = try await desk.run(["scan", argument])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test func theDirectorysStrategiesAreListedAndRunByName() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "var/strategies/up_days.strategy")
            try desk.write("strategy \"Bad\"\n", "var/strategies/bad.strategy")
            try await OddFiles.makePipe(directory + "/var/strategies/pipe.strategy")
            try desk.write(StrategyDesk.upDays, "mine/up_2.strategy")
            let list = try await desk.run(["strategies"])
            #expect(list.status == 0 && list.errors.isEmpty)
            let end = try #require(list.text.range(of: "up_days: "))
            #expect(
                list.text[end.lowerBound...] == """
                    up_days: Up days
                      Up days
                      - enter long when up
                      - Leave after a day that did not rise.
                      --param days=2  integer 1…9 step 1  days
                      --param position_size_pct=95  number 1…100 step 1  Share of the cash that an entry takes, in per cent.
                    bad: cannot be used
                      ./var/strategies/bad.strategy:1:15: syntax: after the name comes: language 1
                      strategy "Bad"
                                    ^
                    pipe: cannot be used
                      ./var/strategies/pipe.strategy: file: this file is not a regular file, but a pipe

                    """)
            let scan = try await desk.run(["scan", "up_days", "--tickers", "AAPL"])
            #expect(scan.status == 0 && scan.text.hasPrefix("1 of 1 stocks with up_days, "))
            let bad = try await desk.run(["scan", "bad", "--tickers", "AAPL"])
            #expect(bad.status == 64 && bad.errors.contains("1:15: syntax"))
            let other = try await desk.run(
                ["backtest", "up_2", "AAPL", "--strategies", "mine"])
            #expect(other.status == 0, "\(other.errors)")
            let named = try await desk.run(
                ["backtest", "up_2", "AAPL"], environment: ["TAPEDECK_STRATEGIES=mine"])
            #expect(named.text == other.text)
            let missing = try await desk.run(["backtest", "up_2", "AAPL"])
            #expect(missing.status == 64)
        }
    }

    @Test func figuresBeginWhereTradingDoes() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "up_days.strategy")
            let outcome = try await desk.run(
                ["backtest", "up_days.strategy", "AAPL", "--trade-from", "2017-01-01"])
            #expect(outcome.text.hasPrefix("start                         2017-01-03\n"))
            let refused = try await desk.run(
                ["backtest", "up_days.strategy", "AAPL", "--trade-from", "soon"])
            #expect(refused.status == 64 && refused.errors.contains("YYYY-MM-DD"))
        }
    }

    @Test(arguments: [([], "201"), (["--no-strategies-writable"], "403")])
    func clientsWriteStrategiesWhereTheOperatorLetsThem(
        flags: [String], expected: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "up_days.strategy")
            let service = try await Service(in: directory, flags)
            let (code, _) = try await Service.request(
                service.url + "/strategies/up_days",
                ["--upload-file", directory + "/up_days.strategy"])
            #expect(code == expected)
            _ = await service.stop()
            let list = try await desk.run(["strategies", "--var", directory])
            #expect(list.text.contains("up_days: Up days") == (expected == "201"))
        }
    }
}
