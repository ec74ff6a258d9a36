import Foundation
import JSONText
import ScanEvents
import TestSupport
import Testing

/// Words that a terminal would obey, in everything that a program may print.
enum HostileWords {
    /// A title, a colour, C1 controls, writing turned around, a return, a deletion.
    static let text =
        "EV\u{1b}]0;X\u{7}\u{1b}[31m\u{9b}5m\u{90}\u{202e}\u{2066}\u{200b}\u{ad}\r\u{8}\u{7f}"
        + "\u{2028}\u{e0041}IL"

    /// The characters of a program's output that no terminal should get; ends of lines aside.
    static func harmful(_ output: [UInt8]) -> [Unicode.Scalar] {
        let text = String(decoding: output, as: UTF8.self)
            .replacingOccurrences(of: "\r\n", with: "\n")
        return text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar != "\n"
            case .format, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    /// Runs a program in a terminal without a bar and returns all that the terminal gets.
    static func inTerminal(_ program: String, _ arguments: [String]) async throws -> [UInt8] {
        let words = [Program.productPath(program)] + arguments
        let command = words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }
        return try await Program.system("env").run([
            "TERM=dumb", "script", "-qec", command.joined(separator: " "), "/dev/null",
        ]).output
    }

    /// The records of a scan in which all that may be a word is `text`.
    static func bodies(job: String, cash: Double = 10_000) -> [String] {
        let tickers = ["A\(text)", "B\(text)", "C\(text)"]
        var request = ScanRequest(
            strategy: "s\(text)", startDate: "d\(text)", endDate: "e\(text)", source: "q\(text)")
        request.cash = cash
        let results = tickers[..<2].map { ticker in
            StockResult(
                ticker: ticker, sector: "x\(text)", pnl: 1, returnPct: 1, totalTrades: 1,
                winningTrades: 1, losingTrades: 0, openTrades: 0, rejectedOrders: 0,
                sharpeRatio: nil, maxDrawdown: 1, grossProfit: 1, grossLoss: 0, exposurePct: 1,
                startValue: cash, endValue: cash + 1)
        }
        let events: [ScanEvent] =
            [
                .requested(
                    ScanEvent.Requested(
                        jobID: job, engine: "engine \(text)", request: request,
                        stocks: tickers.count, universeDigest: "u\(text)")),
                .started(ScanEvent.Started(tickers: tickers)),
                .stockSlow(.init(ticker: tickers[0], seconds: 9, elapsed: 9)),
            ]
            + results.map { result in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: result,
                        prices: ScanEvent.PriceRecord(
                            bars: 1, firstDate: "f\(text)", lastDate: "l\(text)",
                            barsDigest: "b\(text)", rowsRead: 1, fetchedAt: "t\(text)"),
                        seconds: 1, elapsed: 10))
            } + [
                .stockFailed(
                    ScanEvent.StockFailed(
                        ticker: tickers[2], sector: text, code: .badData, message: "m\(text)",
                        seconds: 1, elapsed: 11)),
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: tickers[1], code: .badData, message: "n\(text)", elapsed: 12)),
                .failed(.init(code: .internal, message: "z\(text)", elapsed: 13)),
            ]
        let later = JSONWriter.members { $0.member("type", "k\(text)") }
        var bodies = events.map(\.recordBody)
        bodies.insert(later, at: bodies.count - 1)
        return bodies.map { String(decoding: $0, as: UTF8.self) }
    }
}
