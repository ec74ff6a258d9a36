import EventLog
import Foundation
import TestSupport
import Testing

/// A writer process that is killed again and again, on a real file.
// A process is killed and started again many times.
@Suite(.timeLimit(.minutes(5)))
struct KilledProcessFaultTests {
    private static let seed: UInt64 = 9

    private static var cycles: Int {
        let text = ProcessInfo.processInfo.environment["TAPEDECK_KILL_CYCLES"] ?? ""
        return Int(text) ?? (isEverythingTested ? 1_000 : 60)
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
        try await withTemporaryDirectory { directory in
            var random = SeededGenerator(seed: Self.seed)
            var tally = Tally()
            var known: [[UInt8]] = []
            for cycle in 0..<Self.cycles {
                // A new log now and then, so that the work does not grow.
                let path = directory + "/log-\(cycle / 20)"
                if cycle % 20 == 0 { known = [] }
                let acknowledged = try await killedProcess(at: path, &random)
                tally.add("kills")
                known = try await check(path, cycle, acknowledged, on: known, &tally)
            }
            print("killed processes, seed \(Self.seed): \(tally)")
        }
    }

    /// Opens the log that a killed process has left, and goes on with it.
    /// - Returns: the bodies of all its records then.
    private func check(
        _ path: String, _ cycle: Int, _ acknowledged: [Acknowledgement], on known: [[UInt8]],
        _ tally: inout Tally
    ) async throws -> [[UInt8]] {
        guard FileManager.default.fileExists(atPath: path) else {
            #expect(acknowledged.isEmpty, "cycle \(cycle): the log is gone")
            #expect(known.isEmpty, "cycle \(cycle): the log is gone")
            return []
        }
        let (writer, recovery) = try LogWriter.open(path, now: ManualClock().now)
        if case .torn = recovery.ending { tally.add("torn tails") }
        let found = try LogContents(LogReader.open(path)).bodies
        #expect(found.starts(with: known), "cycle \(cycle): old records changed")
        let lost = acknowledged.filter { $0.seq >= found.count || found[$0.seq] != $0.body }
        #expect(lost.isEmpty, "cycle \(cycle): records \(lost.map(\.seq)) are gone or others")
        #expect(Set(acknowledged.map(\.seq)).count == acknowledged.count)
        #expect(Set(found).count == found.count, "cycle \(cycle): a record is there twice")
        tally.add("records acknowledged", acknowledged.count)
        tally.add("others found", found.count - known.count - acknowledged.count)
        let mine = Array(#""type":"between","cycle":\#(cycle)"#.utf8)
        #expect(try await writer.append(mine) == found.count)
        await writer.close()
        return found + [mine]
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
