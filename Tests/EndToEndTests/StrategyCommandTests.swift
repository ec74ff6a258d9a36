import Foundation
import TestSupport
import Testing

/// What whoever writes a strategy types, and what is printed.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct StrategyCommandTests {
    @Test func theFileToBeginWithIsRightAndRuns() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            let new = try await desk.run(["strategy", "new", "my_idea"])
            #expect(
                new.text == """
                    Wrote my_idea.strategy. What to do with it:
                      tapedeck strategy check my_idea.strategy
                      tapedeck strategy explain my_idea.strategy
                      tapedeck backtest my_idea.strategy AAPL
                      tapedeck scan my_idea.strategy

                    """)
            let text = try readFile(directory + "/my_idea.strategy")
            #expect(text.starts(with: Array(#"strategy "My idea" language 1"#.utf8)))
            let check = try await desk.run(["strategy", "check", "my_idea.strategy"])
            #expect(check.status == 0 && check.errors.isEmpty)
            #expect(
                check.text == "my_idea.strategy: \"My idea\" can be run: it needs 201 bars and "
                    + "computes 8 columns, 3 at a time, on at most 625000000 bars a scan.\n")
            let format = try await desk.run(
                ["strategy", "format", "--check", "my_idea.strategy"])
            #expect(format.status == 0 && format.errors.isEmpty && format.output.isEmpty)
            let backtest = try await desk.run(["backtest", "my_idea.strategy", "AAPL"])
            #expect(backtest.status == 0 && backtest.text.hasPrefix("start "))
            let again = try await desk.run(["strategy", "new", "my_idea"])
            #expect(again.status == 64)
            #expect(again.errors.contains("my_idea.strategy is there already"))
            #expect(try readFile(directory + "/my_idea.strategy") == text)
        }
    }

    @Test(arguments: ["../mine", "Mine", "rsi", "bollinger_bands_strategy", ""])
    func aFileToBeginWithHasAName(name: String) async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            let new = try await desk.run(["strategy", "new", name])
            #expect(new.status == 64)
            #expect(new.errors.hasPrefix("Error: '\(name)' is "))
            let left = try desk.names
            #expect(left.isEmpty)
        }
    }

    @Test func mistakesAreToldWhereTheyAreByEachCommand() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(
                """
                strategy "Up days" language 1
                up = risng(close, 2)
                enter long when up
                exit long when clsoe < open

                """, "bad.strategy")
            let words = """
                bad.strategy:2:6: unknown_function: there is no function 'risng'; did you mean 'rising'?
                up = risng(close, 2)
                     ^^^^^

                bad.strategy:4:16: unknown_name: nothing is called 'clsoe'; did you mean 'close'?
                exit long when clsoe < open
                               ^^^^^

                """
            for (arguments, status) in [
                (["strategy", "check", "bad.strategy"], 1),
                (["strategy", "explain", "bad.strategy"], 64),
                (["strategy", "columns", "bad.strategy", "AAPL"], 64),
                (["scan", "bad.strategy"], 64), (["backtest", "bad.strategy", "AAPL"], 64),
                (["serve", "--scan", "bad.strategy", "--port", "0"], 64),
            ] {
                let outcome = try await desk.run(arguments)
                #expect(outcome.status == status, "\(arguments)")
                #expect(outcome.errors == words, "\(arguments): \(outcome.errors)")
                #expect(outcome.output.isEmpty, "\(arguments)")
            }
            let json = try await desk.run(
                ["strategy", "check", "bad.strategy", "--json"])
            #expect(json.status == 1 && json.errors.isEmpty)
            let check = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
            #expect(check?["ok"] as? Bool == false)
            let problems = check?["problems"] as? [[String: Any]]
            #expect(problems?.map { $0["line"] as? Int } == [2, 4])
            #expect(problems?.map { $0["column"] as? Int } == [6, 16])
            let left = try desk.names
            #expect(left == ["bad.strategy"], "nothing is recorded")
        }
    }

    @Test func aWarningIsToldAndStopsNothing() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(
                "strategy \"Hold\" language 1\nenter long when true\n", "hold.strategy")
            let check = try await desk.run(["strategy", "check", "./hold.strategy"])
            #expect(check.status == 0)
            #expect(check.errors.hasPrefix("./hold.strategy:2:1: warning: never_left: "))
            #expect(
                check.text
                    == "./hold.strategy: \"Hold\" can be run: it needs 2 bars and computes 0 "
                    + "columns, 0 at a time.\n")
        }
    }

    @Test func aFileIsExplainedInWords() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            try desk.write(StrategyDesk.upDays, "up_days.strategy")
            let outcome = try await desk.run(["strategy", "explain", "up_days.strategy"])
            #expect(
                outcome.text == """
                    Up days

                    What can be chosen, with --param NAME=VALUE:
                      days = 2                a whole number from 1 to 9, step 1
                      position_size_pct = 95  a number from 1 to 100, step 1: Share of the cash that an entry takes, in per cent.

                    What is computed on each bar:
                      up = rising(close, days)   true or false, from bar 3 on
                      change = close - close[1]  a number, from bar 2 on

                    What it does:
                      - Enter long when up.
                      - Leave after a day that did not rise.
                        Leave a long position when not up.
                      - Each entry takes position_size_pct per cent of what the account is worth.
                      At a close, the first rule that is true acts; its order fills at the next open, or with --fills close at that close.

                    It needs 4 bars: the rules are looked at from bar 3 on, and an order fills on a later one.
                    It takes 5 columns a stock, 3 at a time.

                    What the functions are:
                      rising(x, length)  1 after length rises in a row, else 0.

                    """)
            let builtIn = try await desk.run(["strategy", "explain", "rsi"])
            #expect(builtIn.status == 0 && builtIn.text.hasPrefix("Relative Strength Index\n"))
        }
    }

    @Test func formatPrintsChecksAndWrites() async throws {
        try await withTemporaryDirectory { directory in
            let desk = StrategyDesk(directory: directory)
            let loose = StrategyDesk.upDays.replacingOccurrences(of: " = ", with: "   =  ") + "\n\n"
            try desk.write(loose, "loose.strategy")
            try desk.write(StrategyDesk.upDays, "neat.strategy")
            let path = directory + "/loose.strategy"
            let shown = try await desk.run(["strategy", "format", "loose.strategy"])
            #expect(shown.text == StrategyDesk.upDays && shown.status == 0)
            let check = try await desk.run(
                ["strategy", "format", "--check", "loose.strategy"])
            #expect(check.status == 1 && check.output.isEmpty)
            #expect(
                check.errors == "loose.strategy is not in the form; `tapedeck strategy format "
                    + "--write` gives it that\n")
            #expect(try readFile(path) == Array(loose.utf8))
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/link.strategy", withDestinationPath: "loose.strategy")
            let write = try await desk.run(
                ["strategy", "format", "--write", "link.strategy"])
            #expect(write.status == 0 && write.errors == "Wrote link.strategy\n")
            #expect(try readFile(path) == Array(StrategyDesk.upDays.utf8))
            let inode = { (name: String) in
                try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[
                    .systemFileNumber] as? Int
            }
            let before = try inode("neat.strategy")
            let again = try await desk.run(
                ["strategy", "format", "--write", "neat.strategy"])
            #expect(again.status == 0 && again.errors.isEmpty)
            #expect(try inode("neat.strategy") == before, "what is in the form stays")
            let left = try desk.names
            #expect(left == ["link.strategy", "loose.strategy", "neat.strategy"])
        }
    }
}
