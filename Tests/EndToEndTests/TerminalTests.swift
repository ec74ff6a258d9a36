import Foundation
import TestSupport
import Testing

/// What a user sees in a terminal.
// Programs are started that share the machine with those of other tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TerminalTests {
    private let tapedeck = Program.product("tapedeck")
    private let replay = Program.product("tapedeck-replay")
    private static let tickers = "AAPL,NOPE,MSFT,ABT,AMZN,XOM,GE,KO,PEP,MCD,NKE,IBM"

    /// The time of a stock in which a test that is kept from the processor still sees the middle of
    /// a scan: it had 0.75 s, and once it missed them and waited for ever.
    private static let unhurried = "600ms"

    private func scan(_ directory: String, delay: String = "150ms") -> String {
        "'\(Program.productPath("tapedeck"))' scan bollinger_bands --tickers \(Self.tickers) "
            + "--workers 1 --source 'bundled?delay=\(delay)' --var '\(directory)/var'"
    }

    /// The lines in which a bar is drawn.
    private func bars(_ screen: String) -> [Substring] {
        screen.split(separator: "\n").filter { $0.contains(#/\d+/12 \(\d+\.\d%\)/#) }
    }

    @Test(arguments: [
        (
            100,
            #"\[█+·+\]  \d+/12 \(\d+\.\d%\)  [\d.]+/(s|min)  ETA .+  PnL -?\$[\d,]+  1 failed.*"#
        ),
        (40, #"\d+/12 \(\d+\.\d%\)  ETA .+  PnL -?\$[\d,]+ *[^\[]*"#),
        (20, #"\d+/12 \(\d+\.\d%\)(  \S.*)?"#),
    ])
    func theBarIsRedrawnOnOneLineAtEveryWidth(_ columns: Int, _ form: String) async throws {
        try await withTemporaryDirectory { directory in
            let scan = scan(directory, delay: Self.unhurried)
            try await Tmux.run(columns: columns, in: directory, scan) { terminal in
                let middle = try await terminal.screen {
                    self.bars($0).contains { $0.contains(#/[5-9]/12/#) } || $0.contains("code=")
                }
                try #require(!middle.contains("code="), "the scan was too quick to be looked at")
                let bars = self.bars(middle)
                #expect(bars.count == 1, "\(middle)")
                #expect(bars.first?.wholeMatch(of: try Regex(form)) != nil, "\(middle)")
                #expect(middle.contains("Failed: NOPE - "))
                let end = try await terminal.screen { $0.contains("code=") }
                #expect(end.contains("code=0"))
                if columns >= 40 {
                    // On a narrower one the table pushes it out of sight.
                    #expect(self.bars(end).count == 1, "\(end)")
                    #expect(end.contains("12/12 (100.0%)"))
                    #expect(end.contains("Complete! "))
                    #expect(end.contains("Ticker      PnL"), "\(end)")
                }
                #expect(try await terminal.showsCursor())
            }
        }
    }

    @Test func theBarFollowsTheTerminalThatIsMadeNarrower() async throws {
        try await withTemporaryDirectory { directory in
            let scan = scan(directory, delay: Self.unhurried)
            try await Tmux.run(columns: 100, in: directory, scan) { terminal in
                let middle = try await terminal.screen {
                    bars($0).contains { $0.contains(#/[3-9]/12/#) } || $0.contains("code=")
                }
                try #require(!middle.contains("code="), "the scan was too quick to be looked at")
                try await terminal.resize(columns: 30)
                let end = try await terminal.screen { $0.contains("code=") }
                #expect(bars(end).count == 1, "\(end)")
                #expect(bars(end).first?.hasPrefix("12/12 (100.0%)  PnL ") == true, "\(end)")
                #expect(end.split(separator: "\n").allSatisfy { !$0.contains("█") }, "\(end)")
            }
        }
    }

    @Test func controlCCancelsTheScanOnItsTapeAndExits130() async throws {
        try await withTemporaryDirectory { directory in
            try await Tmux.run(columns: 100, in: directory, scan(directory, delay: "400ms")) {
                terminal in
                _ = try await terminal.screen { bars($0).contains { $0.contains(#/[2-9]/12/#) } }
                try await terminal.press("C-c")
                let end = try await terminal.screen { $0.contains("code=") }
                #expect(end.contains("code=130"), "\(end)")
                #expect(end.contains("Cancelling "))
                #expect(end.contains(#/Cancelled after \d+ of 12 stocks\./#), "\(end)")
                #expect(try await terminal.showsCursor())
            }
            let stream = try await replay.run([
                "stream", "latest", "--view", "events", "--var", directory + "/var",
            ])
            let types = blocks(stream.output).suffix(2).map { $0.contains("scan_cancelled") }
            #expect(types == [true, false])
            #expect(stream.text.contains("log_sealed"))
            try await SchemaCheck.expectValidTapes(in: directory + "/var")
        }
    }

    @Test func aSecondSignalEndsAProgramThatNobodyReads() async throws {
        try await withTemporaryDirectory { directory in
            // More than a pipe takes that the program opened itself and never reads.
            let tickers = (0..<1_500).map { "NO\($0)" }.joined(separator: ",")
            let command =
                "mkfifo '\(directory)/pipe'; exec '\(Program.productPath("tapedeck"))' "
                + "scan bollinger_bands --tickers \(tickers) --var '\(directory)/var' "
                + "2<>'\(directory)/pipe'"
            let scan = try Program.system("sh").start(["-c", command])
            var stream = ""
            while !stream.contains(#""type":"complete""#) {
                stream = try await replay.run([
                    "stream", "latest", "--var", directory + "/var",
                ]).text
            }
            let signals = Task {
                while !Task.isCancelled {
                    scan.signal(SIGINT)
                    await Task.yield()
                }
            }
            let outcome = await scan.outcome()
            signals.cancel()
            #expect(outcome.status == 130)
            #expect(outcome.output.isEmpty)
        }
    }

    @Test(arguments: [(["NO_COLOR=1"], false), (["NO_COLOR="], true), ([], true)])
    func colorsFollowTheUsersWish(_ environment: [String], _ areThere: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let settings = (["TERM=xterm"] + environment).joined(separator: " ")
            let terminal = try await Program.system("script").run([
                "--quiet", "--return", "--command",
                "env -u NO_COLOR \(settings) \(scan(directory, delay: "5ms"))", "/dev/null",
            ])
            #expect(terminal.status == 0, "\(terminal.text)")
            #expect(terminal.text.contains("\r\u{1b}[J"))
            #expect(terminal.text.contains("\u{1b}[3") == areThere, "\(terminal.text)")
        }
    }

    @Test func aDumbTerminalGetsLines() async throws {
        try await withTemporaryDirectory { directory in
            let terminal = try await Program.system("script").run([
                "--quiet", "--return", "--command",
                "env TERM=dumb \(scan(directory, delay: "1ms"))", "/dev/null",
            ])
            #expect(terminal.text.contains("Progress: 50.0% (6/12) - Current: "))
            #expect(!terminal.text.contains("\u{1b}"))
        }
    }

    @Test func columnsOfTheEnvironmentMakeTheBarNarrower() async throws {
        try await withTemporaryDirectory { directory in
            let terminal = try await Program.system("script").run([
                "--quiet", "--return", "--command",
                "stty cols 100; env COLUMNS=20 NO_COLOR=1 \(scan(directory, delay: "20ms"))",
                "/dev/null",
            ])
            // By bytes, as CR LF is one character.
            let drawings = terminal.output.split { $0 == 0x0a || $0 == 0x0d }
                .map { String(decoding: $0, as: UTF8.self) }
                .map { $0.replacing(#/\u{1b}\[\??\d*\w/#, with: "") }
                .filter { $0.contains("/12 (") }
            #expect(!drawings.isEmpty)
            for drawing in drawings { #expect(drawing.count < 20, "\(drawing)") }
        }
    }

    @Test func aLogFileGetsAtMostALinePerFivePerCent() async throws {
        try await withTemporaryDirectory { directory in
            let scan = try await tapedeck.run(["scan", "bollinger_bands", "--var", directory])
            let lines = scan.errors.split(separator: "\n").filter { $0.hasPrefix("Progress: ") }
            #expect(lines.count == 20, "\(scan.errors)")
            #expect(lines.first?.hasPrefix("Progress: 5.0% (25/505) - Current: ") == true)
            #expect(lines.last?.hasPrefix("Progress: 100.0% (505/505) - Current: ") == true)
            #expect(scan.text.contains("\nBest   VRTX"))
            #expect(scan.text.contains("\nWorst  FCX"))
        }
    }

    @Test(arguments: [["--help"], ["scan", "--help"], ["watch", "--help"], ["resume", "--help"]])
    func theHelpTellsEveryExitCode(_ arguments: [String]) async throws {
        let help = try await tapedeck.run(arguments).text
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("Exit codes: 0 done, 1 "), "\(help)")
        for code in ["3", "4", "64", "130"] { #expect(help.contains(", \(code) "), "\(help)") }
    }
}
