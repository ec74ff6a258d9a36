import Projections
import ScanEvents
import Testing

@testable import TerminalDisplay

struct ProgressBarTests {
    private let plain = TerminalStyle(hasColors: false, hasBlocks: true)

    /// 150 of 505 stocks, three of them failed, one slow, the last one AAPL.
    private func bar(notice: String? = nil) throws -> ProgressBar {
        var scan = try SmallScan(stocks: 505)
        for index in 0..<3 { try scan.lost("F\(index)", "no bars") }
        for index in 0..<146 { try scan.done("T\(index)", pnl: 80) }
        try scan.done("AAPL", pnl: 665)
        try scan.append(.stockSlow(.init(ticker: "SLOW", seconds: 9, elapsed: 4)))
        return ProgressBar(
            state: scan.state,
            estimate: Pace.Estimate(stocksPerSecond: 42.06, secondsLeft: 8...12), notice: notice)
    }

    @Test(arguments: [
        (10, "150/505 ("),
        (20, "150/505 (29.7%)"),
        (40, "150/505 (29.7%)  ETA 10s  PnL $12,345"),
        (60, "150/505 (29.7%)  42.1/s  ETA 10s  PnL $12,345  3 failed"),
        (80, "[████············]  150/505 (29.7%)  42.1/s  ETA 10s  PnL $12,345  3 failed"),
        (
            100,
            "[█████···············]  150/505 (29.7%)  42.1/s  ETA 10s  PnL $12,345  3 failed  "
                + "1 slow  AAPL"
        ),
        (
            200,
            "[███████████·····························]  150/505 (29.7%)  42.1/s  ETA 10s  "
                + "PnL $12,345  3 failed  1 slow  AAPL"
        ),
    ])
    func lineHoldsWhatFits(columns: Int, expected: String) throws {
        #expect(try bar().line(columns: columns, style: plain) == expected)
    }

    @Test(arguments: [
        (10, "connectio"),
        (20, "connection lost"),
        (40, "150/505 (29.7%)  connection lost"),
        (80, "[████············]  150/505 (29.7%)  connection lost  PnL $12,345  3 failed"),
    ])
    func noticeTakesThePlaceOfRateAndTime(columns: Int, expected: String) throws {
        #expect(
            try bar(notice: "connection lost").line(columns: columns, style: plain) == expected)
    }

    @Test func everyWidthGivesOneLineThatIsNarrower() throws {
        for style in [plain, TerminalStyle(hasColors: true, hasBlocks: false)] {
            for columns in 2...250 {
                let line = try bar().line(columns: columns, style: style)
                let seen = line.replacing(#/\u{1b}\[[0-9]*m/#, with: "")
                #expect((1..<columns).contains(seen.count), "\(columns): \(line)")
                #expect(!seen.contains("\u{1b}"))
            }
        }
    }

    @Test func colorsAndAsciiAreAsTheTerminalHasThem() throws {
        let style = TerminalStyle(hasColors: true, hasBlocks: false)
        #expect(
            try bar().line(columns: 80, style: style)
                == "[\u{1b}[32m####\u{1b}[0m\u{1b}[2m------------\u{1b}[0m]  150/505 (29.7%)  "
                + "42.1/s  ETA 10s  \u{1b}[32mPnL $12,345\u{1b}[0m  \u{1b}[31m3 failed\u{1b}[0m")
    }

    @Test func wideAndDangerousTickersAreCutAndMadeHarmless() throws {
        var scan = try SmallScan(stocks: 2)
        try scan.done("三菱商事株式会社")
        #expect(
            ProgressBar(state: scan.state).line(columns: 60, style: plain)
                == "[██████······]  1/2 (50.0%)  PnL $0  三菱商")
        try scan.done("\u{1b}[2JA")
        #expect(
            ProgressBar(state: scan.state).line(columns: 60, style: plain)
                == "[████████████]  2/2 (100.0%)  PnL $0  \u{fffd}[2JA")
    }

    @Test func barBeforeTheFirstRecordIsEmpty() {
        #expect(
            ProgressBar(state: ScanState()).line(columns: 60, style: plain)
                == "[············]  0/0 (0.0%)  PnL $0")
    }

    @Test(arguments: [
        ([:], false, true),
        (["TERM": "xterm"], true, true),
        (["TERM": "xterm", "NO_COLOR": ""], true, true),
        (["TERM": "xterm", "NO_COLOR": "1"], false, true),
        (["TERM": "xterm", "LANG": "C"], true, true),
        (["TERM": "xterm", "LANG": "de_DE.UTF-8"], true, true),
        (["TERM": "xterm", "LANG": "de_DE.ISO-8859-15@euro"], true, false),
        (["TERM": "xterm", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.ISO-8859-1"], true, false),
    ])
    func styleFollowsTheEnvironment(
        environment: [String: String], hasColors: Bool, hasBlocks: Bool
    ) {
        let style = TerminalStyle(environment: environment)
        #expect(style.hasColors == hasColors)
        #expect(style.hasBlocks == hasBlocks)
    }
}
