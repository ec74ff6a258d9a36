import Backtesting
import EventLog
import Foundation
import Projections
import ScanEvents
import ServerSentEvents
import Storage

/// The pieces of work whose instructions are counted.
enum Work: String, CaseIterable {
    /// Records that are waited for one by one: a commit each.
    case appendSingly = "append-singly"
    /// Records in large batches.
    case appendTogether = "append-together"
    /// Every record of a sealed log, verified.
    case read
    /// The records of a scan, parsed and folded into its status.
    case fold
    /// Events to records, records and messages to the bytes of a stream.
    case encode
    /// Every strategy on made-up bars, with all statistics.
    case backtest

    /// The work with its input made; it returns something that depends on all of its output.
    func prepared() async throws -> () async throws -> Int {
        switch self {
        case .appendSingly: appending(Material.bodies(100).map { [$0] })
        case .appendTogether:
            appending((0..<4).map { _ in Material.bodies(2_000) })
        case .read: try await reading(8_000)
        case .fold: folding(1_000)
        case .encode: encoding(1_000)
        case .backtest: try backtesting(stocks: 2, bars: 1_260)
        }
    }

    /// A log in a directory of its own, made and removed by each round.
    private func appending(_ batches: [[[UInt8]]]) -> () async throws -> Int {
        {
            try await withDirectory { directory in
                let log = try LogWriter.create(directory + "/log", now: Material.clock)
                for batch in batches { try await log.append(contentsOf: batch) }
                return log.reader.lengthBytes
            }
        }
    }

    private func reading(_ records: Int) async throws -> () async throws -> Int {
        let bytes = try await withDirectory { directory in
            let log = try LogWriter.create(directory + "/log", now: Material.clock)
            try await log.append(contentsOf: Material.bodies(records))
            try await log.seal()
            return try Data(contentsOf: URL(fileURLWithPath: directory + "/log"))
        }
        return {
            try await withDirectory { directory in
                let path = directory + "/log"
                try bytes.write(to: URL(fileURLWithPath: path))
                var found = 0
                var blocks = try LogReader.open(path).blocks()
                while let block = try blocks.next() { found += block.count }
                precondition(found == records + 1, "the log has its records and its seal")
                return found
            }
        }
    }

    private func folding(_ stocks: Int) -> () async throws -> Int {
        let lines = Material.tape(stocks)
        return {
            var state = ScanState()
            for line in lines { state.apply(try RecordedEvent(line), in: line) }
            precondition(state.isFinished && state.done == stocks, "the tape was folded whole")
            return state.status.count
        }
    }

    private func encoding(_ stocks: Int) -> () async throws -> Int {
        let events = Material.scan(stocks)
        let lines = Material.tape(stocks)
        return {
            let bodies = events.reduce(0) { $0 + $1.recordBody.count }
            var output: [UInt8] = []
            for (seq, line) in lines.enumerated() {
                ServerSentEvent.encode(id: seq, line: line[...], appendingTo: &output)
            }
            var stream = ProgressStream(every: 5)
            for line in lines {
                for message in stream.apply(try RecordedEvent(line), in: line) {
                    ServerSentEvent.encode(
                        id: message.id, line: message.data[...], appendingTo: &output)
                }
            }
            return bodies + output.count
        }
    }

    private func backtesting(stocks: Int, bars: Int) throws -> () async throws -> Int {
        let histories = try (0..<stocks).map { try Material.bars(bars, seed: $0 + 1) }
        return {
            var trades = 0
            for declaration in StrategyLibrary.builtIn.declarations {
                let strategy = try StrategyLibrary.builtIn.resolve(declaration.name)
                for bars in histories {
                    let result = try Backtest.run(strategy, on: bars)
                    trades += RunStatistics(result, on: bars).trades.count
                }
            }
            return trades
        }
    }
}

/// A directory for the time of `work`, its name as long in every run.
private func withDirectory<Value>(
    _ work: (String) async throws -> Value
) async throws -> Value {
    let place = FileManager.default.temporaryDirectory
        .appendingPathComponent("instruction-count-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    return try await work(place.path)
}
