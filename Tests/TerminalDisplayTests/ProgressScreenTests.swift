import Projections
import ScanEvents
import Testing

@testable import TerminalDisplay

struct ProgressScreenTests {
    private static let plain = ProgressScreen.Medium.terminal(
        TerminalStyle(hasColors: false, hasBlocks: true))

    /// A screen that is shown the records of a scan as they come.
    private final class Shown {
        var screen: ProgressScreen
        var scan: SmallScan!
        var now = Duration.zero

        init(_ medium: ProgressScreen.Medium, stocks: Int, every: Int? = nil) throws {
            screen = ProgressScreen(medium, every: every, at: .zero)
            try start(stocks: stocks)
        }

        func start(stocks: Int) throws {
            scan = try SmallScan(stocks: stocks) { [unowned self] record, line in
                screen.apply(record, in: line, at: now)
            }
        }

        func output(_ milliseconds: Int, columns: Int = 40) -> String {
            now = .milliseconds(milliseconds)
            return screen.output(columns: columns, at: now)
        }
    }

    /// What draws a bar: all rows of the one before are erased, and the terminal must cut this one
    /// rather than fold it, in case that it is narrower by now.
    private func drawn(below lines: String = "", _ bar: String) -> String {
        "\r\u{1b}[J" + lines + "\u{1b}[?7l" + bar + "\u{1b}[?7h\r"
    }

    @Test func aBarIsDrawnAtMostTenTimesASecondAndOnlyWhenItChanges() throws {
        let shown = try Shown(Self.plain, stocks: 4)
        #expect(shown.output(0) == drawn("[··········]  0/4 (0.0%)  PnL $0"))
        #expect(shown.output(1_000) == "")
        try shown.scan.done("A")
        #expect(
            shown.output(1_100) == drawn("1/4 (25.0%)  54.5/min  ETA 3s  PnL $0"))
        try shown.scan.done("B")
        #expect(shown.output(1_199) == "")
        #expect(shown.output(1_200).contains("2/4"))
    }

    @Test func failuresAppearAboveTheBar() throws {
        let shown = try Shown(Self.plain, stocks: 4)
        _ = shown.output(0)
        try shown.scan.lost("NOPE", "no\nbars\u{1b}[2J")
        #expect(
            shown.output(200)
                == drawn(
                    below: "Failed: NOPE - no\u{fffd}bars\u{fffd}[2J\n",
                    "1/4 (25.0%)  ETA 4s  PnL $0  1 failed"))
    }

    @Test func aTerminalOfAnotherWidthIsDrawnAnew() throws {
        let shown = try Shown(Self.plain, stocks: 4)
        #expect(shown.output(0, columns: 80).contains("["))
        #expect(shown.output(200, columns: 30) == drawn("0/4 (0.0%)  PnL $0"))
        #expect(shown.output(400, columns: 80).contains("["))
    }

    @Test func theBarStaysAsItEndedAndTheLastLineFollows() throws {
        let shown = try Shown(Self.plain, stocks: 1)
        _ = shown.output(0)
        try shown.scan.done("A", pnl: 5)
        try shown.scan.append(.completed(.init(successful: 1, failed: 0, elapsed: 1)))
        #expect(
            shown.screen.end(shown.screen.state.finalLine, columns: 40, at: .milliseconds(1))
                == drawn("[██████████]  1/1 (100.0%)  PnL $5") + "\n"
                + "Complete! Total time: 1.0s - Total PnL: $5\n")
    }

    @Test func noticesArePrintedOnceAndStandInTheBar() throws {
        let shown = try Shown(Self.plain, stocks: 4)
        shown.screen.setNotice("lost", inFull: "Connection lost", at: .zero)
        shown.screen.setNotice("lost", inFull: "Connection lost", at: .zero)
        #expect(
            shown.output(0)
                == drawn(below: "Connection lost\n", "[··········]  0/4 (0.0%)  lost  PnL $0"))
        shown.screen.setNotice(nil, at: .zero)
        #expect(!shown.output(200).contains("lost"))
    }

    @Test func aResetStartsAgainAtTheFirstRecord() throws {
        let shown = try Shown(.lines, stocks: 2)
        try shown.scan.done("A")
        let line = "Progress: 50.0% (1/2) - Current: A - ETA: 1.0s - PnL: $0\n"
        #expect(shown.output(0) == line)
        shown.screen.reset(at: .zero)
        #expect(shown.screen.state.done == 0)
        try shown.start(stocks: 2)
        try shown.scan.done("A")
        #expect(shown.output(0) == line)
    }

    @Test(arguments: [(1, 1), (3, 3), (19, 19), (20, 20), (505, 20), (5_000, 20)])
    func aFileGetsALinePerFivePerCentAtMost(stocks: Int, lines: Int) throws {
        let shown = try Shown(.lines, stocks: stocks)
        var text = ""
        for index in 0..<stocks {
            try shown.scan.done("T\(index)")
            text += shown.output(index)
        }
        let progress = text.split(separator: "\n")
        #expect(progress.count == lines)
        #expect(progress.last?.hasPrefix("Progress: 100.0% (\(stocks)/\(stocks))") == true)
        if stocks == 505 { #expect(progress.first?.hasPrefix("Progress: 5.0% (25/505)") == true) }
        #expect(!text.contains("\u{1b}") && !text.contains("\r"))
    }

    @Test func aFileGetsALineForEachSoManyStocksWhereTheUserSaysSo() throws {
        let shown = try Shown(.lines, stocks: 5, every: 2)
        for index in 0..<5 { try shown.scan.done("T\(index)") }
        let counts = shown.output(0).split(separator: "\n").map {
            String($0.drop { $0 != "(" }.dropFirst().prefix(3))
        }
        #expect(counts == ["2/5", "4/5", "5/5"])
    }

    @Test func aFileIsToldOfFailuresSlowStocksAndResuming() throws {
        let shown = try Shown(.lines, stocks: 60)
        try shown.scan.append(.stockSlow(.init(ticker: "SLOW", seconds: 6, elapsed: 6)))
        try shown.scan.lost("NOPE", "no bars")
        try shown.scan.append(.resumed(.init(remaining: 59, elapsed: 7)))
        #expect(
            shown.output(0)
                == "Slow: SLOW - 6.0s so far\nFailed: NOPE - no bars\n"
                + "Resumed: 59 of 60 stocks are left\n")
    }

    @Test func anInterruptionStandsBelowTheBarUntilTheScanGoesOn() throws {
        let shown = try Shown(Self.plain, stocks: 2)
        try shown.scan.append(.interrupted(.init(code: .rateLimited, message: "busy", elapsed: 1)))
        let line = "Interrupted after 0 of 2 stocks: busy. Total time: 1.0s - Total PnL: $0"
        #expect(shown.screen.lastLine == line)
        #expect(!shown.output(0).contains("Interrupted"))
        try shown.scan.append(.resumed(.init(remaining: 2, elapsed: 1)))
        #expect(shown.output(200).contains(line + "\nResumed: 2 of 2 stocks are left\n"))
        #expect(shown.screen.lastLine?.contains("busy") == false)
    }
}
