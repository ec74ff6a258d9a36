import Projections
import ScanEvents
import Testing

@Suite struct ProgressLinesTests {
    private func lines(of events: [ScanEvent], every: Int? = nil) throws -> [String] {
        var lines = ProgressLines(every: every)
        var texts: [String] = []
        for line in ScriptedScan(events).lines {
            texts += lines.apply(try RecordedEvent(line), in: line).map(\.text)
        }
        return texts + [lines.closingLine].compactMap(\.self)
    }

    @Test(arguments: [(1, 1), (3, 3), (19, 19), (20, 20), (505, 20), (5_000, 20)])
    func progressIsToldOncePerFivePerCentAtMost(stocks: Int, count: Int) throws {
        let done = (0..<stocks).map { ScanEvent.done("T\($0)", pnl: 0) }
        let progress = try lines(of: [.requested(stocks: stocks), .started(stocks)] + done)
            .filter { $0.hasPrefix("Progress: ") }
        #expect(progress.count == count)
        #expect(progress.last?.hasPrefix("Progress: 100.0% (\(stocks)/\(stocks))") == true)
        if stocks == 505 {
            let places = progress.prefix(3).map { $0.split(separator: " ")[2] }
            #expect(places == ["(25/505)", "(51/505)", "(76/505)"])
        }
    }

    @Test func anInterruptionIsToldOnce() throws {
        let start: [ScanEvent] = [
            .requested(stocks: 3), .started(3), .done("A", pnl: 5),
            .interrupted(.init(code: .rateLimited, message: "busy\u{1b}[2J", elapsed: 4)),
        ]
        let told =
            "Interrupted after 1 of 3 stocks: busy\u{fffd}[2J. Total time: 4.0s - "
            + "Total PnL: $5"
        #expect(try lines(of: start, every: 9) == [told])
        #expect(
            try lines(of: start + [.resumed(.init(remaining: 2, elapsed: 4))], every: 9) == [
                told, "Resumed: 2 of 3 stocks are left",
                "Interrupted after 1 of 3 stocks. Total time: 4.0s - Total PnL: $5",
            ])
    }

    @Test func whatFollowsTheEndIsNotTold() throws {
        let scan: [ScanEvent] = [
            .requested(stocks: 1), .started(1), .lost("A"), .cancelled(.init(elapsed: 1)),
            .lost("B"),
        ]
        #expect(
            try lines(of: scan) == [
                "Failed: A - no bars", "Progress: 100.0% (1/1) - Current: A - ETA: 0.0s - PnL: $0",
                "Cancelled after 1 of 1 stocks. Total time: 1.0s - Total PnL: $0",
            ])
    }
}
