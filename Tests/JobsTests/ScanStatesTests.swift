import EventLog
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Jobs

@Suite(.timeLimit(.minutes(3)))
struct ScanStatesTests {
    private let clock = ManualClock()

    /// Room for two scans with 150 failures each, not for three.
    private let maxBytes = 200_000

    /// A tape with so many failures.
    private func tape(_ number: Int, _ count: Int, in directory: String) async throws -> Tape {
        let writer = try LogWriter.create("\(directory)/\(number)", now: clock.now)
        let job = try #require(JobID("20261128-080000-0000000\(number)"))
        let tape = Tape(job: job, writer: writer)
        try await tape.grow(by: count)
        return tape
    }

    private struct Tape {
        let job: JobID
        let writer: LogWriter

        func grow(by count: Int) async throws {
            let first = writer.reader.tail.position.nextSeq
            _ = try await writer.append(
                contentsOf: (first..<first + count).map { number in
                    ScanEvent.stockFailed(
                        ScanEvent.StockFailed(
                            ticker: "T\(number)", code: .noData, message: "none", seconds: 0,
                            elapsed: 0)
                    ).recordBody
                })
        }

        func ask(_ states: ScanStates) async throws {
            let state = try await states.state(of: job, writer.reader)
            #expect(state.nextSeq == writer.reader.tail.position.nextSeq)
        }
    }

    @Test func aScanAtWorkStaysAtHandHoweverLongItsTapeIs() async throws {
        try await withTemporaryDirectory { directory in
            let states = ScanStates(maxBytes: maxBytes)
            let long = try await tape(0, 1_000, in: directory)
            try await long.ask(states)
            #expect(states.foldedRecords(of: long.job) == 1_000)
            for number in 1...3 {
                let other = try await tape(number, 150, in: directory)
                await other.writer.close()
                try await other.ask(states)
            }
            #expect(states.foldedRecords(of: long.job) == 1_000)
            try await long.grow(by: 10)
            try await long.ask(states)
            #expect(states.foldedRecords(of: long.job) == 1_010)
        }
    }

    @Test func ofScansThatHaveEndedThoseAskedForLastStayAtHand() async throws {
        try await withTemporaryDirectory { directory in
            let states = ScanStates(maxBytes: maxBytes)
            var tapes: [Tape] = []
            for number in 0..<3 {
                tapes.append(try await tape(number, 150, in: directory))
                await tapes[number].writer.close()
            }
            for number in [0, 1, 0, 2] { try await tapes[number].ask(states) }
            #expect(states.foldedRecords(of: tapes[0].job) == 150)
            #expect(states.foldedRecords(of: tapes[1].job) == nil)
            #expect(states.foldedRecords(of: tapes[2].job) == 150)
        }
    }

    @Test func aScanThatHasEndedMakesRoomThoughItWasAtWorkWhenItWasAskedForLast() async throws {
        try await withTemporaryDirectory { directory in
            let states = ScanStates(maxBytes: maxBytes)
            let long = try await tape(0, 1_000, in: directory)
            try await long.ask(states)
            await long.writer.close()
            let other = try await tape(1, 150, in: directory)
            try await other.ask(states)
            #expect(states.foldedRecords(of: long.job) == nil)
        }
    }

    @Test func theOneThatWasAskedForLastStaysAtHand() async throws {
        try await withTemporaryDirectory { directory in
            let states = ScanStates(maxBytes: maxBytes)
            let long = try await tape(0, 1_000, in: directory)
            await long.writer.close()
            try await long.ask(states)
            #expect(states.foldedRecords(of: long.job) == 1_000)
        }
    }

    @Test func aScanThatHasEndedIsForgottenWhenNobodyHasAskedForAWhile() async throws {
        try await withTemporaryDirectory { directory in
            let states = ScanStates(maxBytes: maxBytes)
            let live = try await tape(0, 10, in: directory)
            let ended = try await tape(1, 10, in: directory)
            await ended.writer.close()
            for tape in [live, ended] { try await tape.ask(states) }
            states.forgetUnasked()
            #expect(states.foldedRecords(of: ended.job) == 10)
            try await ended.ask(states)
            states.forgetUnasked()
            #expect(states.foldedRecords(of: ended.job) == 10, "it was asked for since")
            states.forgetUnasked()
            #expect(states.foldedRecords(of: ended.job) == nil)
            #expect(states.foldedRecords(of: live.job) == 10, "it is still at work")
        }
    }
}
