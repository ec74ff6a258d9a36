import EventLog
import Foundation
import TestSupport
import Testing

/// A writer process that is killed again and again, on a real file.
struct KilledProcessFaultTests {
    private static let seed: UInt64 = 9

    private static var cycles: Int {
        let environment = ProcessInfo.processInfo.environment
        if let text = environment["TAPEDECK_KILL_CYCLES"], let count = Int(text) { return count }
        return environment["TAPEDECK_TEST_ALL"] == "1" ? 1_000 : 60
    }

    /// An acknowledgement that the process printed.
    private struct Acknowledgement: Hashable {
        let seq: Int
        let body: [UInt8]

        init?(_ line: Substring) {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 4 else { return nil }
            seq = numbers[0]
            let (run, task, number) = (numbers[1], numbers[2], numbers[3])
            let pad = String(repeating: "\(number)", count: number % 7 * 50)
            // As in the process's own source.
            body = Array(
                #""type":"numbered","run":\#(run),"task":\#(task),"number":\#(number),"pad":"\#(pad)""#
                    .utf8)
        }
    }

    @Test func whatWasAcknowledgedBeforeAKillIsThere() async throws {
        var random = SeededGenerator(seed: Self.seed)
        var tally = Tally()
        try await withTemporaryDirectory { directory in
            var known: [[UInt8]] = []
            for cycle in 0..<Self.cycles {
                // A new log now and then, so that the work does not grow.
                let path = directory + "/log-\(cycle / 50)"
                if cycle % 50 == 0 { known = [] }
                let acknowledged = try await killedProcess(at: path, &random)
                guard FileManager.default.fileExists(atPath: path) else {
                    #expect(acknowledged.isEmpty && known.isEmpty)
                    continue
                }
                let clock = ManualClock()
                let (writer, recovery) = try LogWriter.open(path, now: clock.now)
                if case .torn = recovery.ending { tally.add("torn tails") }
                let found = try LogContents(LogReader.open(path)).bodies
                #expect(found.starts(with: known), "cycle \(cycle): old records changed")
                for one in acknowledged {
                    guard one.seq < found.count, found[one.seq] == one.body else {
                        Issue.record("cycle \(cycle): record \(one.seq) is gone or another one")
                        return
                    }
                }
                #expect(Set(acknowledged.map(\.seq)).count == acknowledged.count)
                #expect(Set(found).count == found.count, "cycle \(cycle): a record is there twice")
                tally.add("kills")
                tally.add("records acknowledged", acknowledged.count)
                tally.add("others", found.count - known.count - acknowledged.count)
                let mine = Array(#""type":"between","cycle":\#(cycle)"#.utf8)
                #expect(try await writer.append(mine) == found.count)
                await writer.close()
                known = found + [mine]
            }
        }
        print("killed processes, seed \(Self.seed): \(tally)")
    }

    /// Runs the process until it has printed so much, kills it, and returns what it printed.
    private func killedProcess(
        at path: String, _ random: inout SeededGenerator
    ) async throws -> [Acknowledgement] {
        let running = try Program.product("log-writer-process").start([path])
        let enough = Int.random(in: 0..<3_000, using: &random)
        _ = await running.output { $0.count >= enough }
        running.signal(SIGKILL)
        let outcome = await running.outcome()
        #expect(outcome.status == SIGKILL, "\(outcome.errors)")
        // The kill may have cut the last line.
        return outcome.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .compactMap { Acknowledgement($0) }
    }
}
