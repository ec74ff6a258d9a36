import EventLog
import Foundation
import Projections
import ScanEvents
import Tapes
import Storage

/// A tape of a scan with any number of events, and what can be done with it.
struct LongTape {
    /// A thing that is done with a tape.
    enum Step: String, CaseIterable {
        case append
        case seal
        case read
        case fold
        case seek = "open, read one"
    }

    let path: String
    let events: Int

    private static let batch = 10_000

    /// Writes the tape, does everything with it, and tells the seconds of each.
    func costs() async throws -> [(Step, Double)] {
        var costs: [(Step, Double)] = []
        let log = try LogWriter.create(path, now: SystemClock.now)
        var append = 0.0
        var material = Material(events: events)
        while let bodies = material.next(Self.batch) {
            append += try await seconds { try await log.append(contentsOf: bodies) }
        }
        costs.append((.append, append))
        costs.append((.seal, try await seconds { try await log.seal() }))
        costs.append(
            (
                .read,
                try await least {
                    var found = 0
                    var blocks = try LogReader.open(path).blocks()
                    while let block = try blocks.next() { found += block.count }
                    precondition(found == events + 1, "the tape has all events and its seal")
                }
            ))
        costs.append(
            (
                .fold,
                try await least {
                    let state = try LogReader.open(path).scanState()
                    precondition(state.isFinished && !state.status.isEmpty, "it is folded whole")
                }
            ))
        var seeks: [Double] = []
        for _ in 0..<200 {
            let seq = Int.random(in: 0..<events)
            seeks.append(
                try await seconds {
                    var blocks = try LogReader.open(path).blocks(from: seq)
                    let block = try blocks.next()
                    precondition(block != nil, "there is such a record")
                })
        }
        costs.append((.seek, Timings(seeks).median))
        return costs
    }

    /// The least time of three, or of one where it is long.
    private func least(_ work: () throws -> Void) async throws -> Double {
        var times: [Double] = []
        repeat {
            times.append(try await seconds(work))
        } while times.count < 3 && times[0] < 1
        return times.min() ?? 0
    }

    /// Bodies of records: a request, stocks reported as slow again and again and then done, an end.
    private struct Material {
        private static let slow = (0..<LongTape.batch).map { report in
            ScanEvent.stockSlow(
                .init(
                    ticker: "SLOW", seconds: Double(report) * 5.000_123,
                    elapsed: Double(report) / 1_000
                )
            ).recordBody
        }

        private let events: Int
        private let stocks: Int
        private var made = 0

        init(events: Int) {
            self.events = events
            stocks = max(10, min(5_000, events / 100))
        }

        mutating func next(_ count: Int) -> [[UInt8]]? {
            guard made < events else { return nil }
            let end = min(events, made + count)
            let bodies = (made..<end).map(body)
            made = end
            return bodies
        }

        private func body(_ index: Int) -> [UInt8] {
            let reports = events / stocks
            switch index {
            case 0:
                let requested = ScanEvent.Requested(
                    jobID: "20260101-000000-00000000", engine: "tapedeck 0.0.0",
                    request: ScanRequest(strategy: "bollinger_bands"), stocks: stocks,
                    universeDigest: String(repeating: "0", count: 64))
                return ScanEvent.requested(requested).recordBody
            case 1:
                let tickers = (0..<stocks).map { "T\($0)" }
                return ScanEvent.started(ScanEvent.Started(tickers: tickers)).recordBody
            case events - 1:
                return ScanEvent.completed(.init(successful: 0, failed: stocks, elapsed: 1_000))
                    .recordBody
            case _ where index % reports == reports / 2:
                let failed = ScanEvent.StockFailed(
                    ticker: "T\(index / reports)", sector: "Information Technology", code: .noData,
                    message: "the source has no bars of T\(index / reports)", seconds: 0.000_123,
                    elapsed: Double(index) / 1_000)
                return ScanEvent.stockFailed(failed).recordBody
            default:
                return Self.slow[index % Self.slow.count]
            }
        }
    }
}
