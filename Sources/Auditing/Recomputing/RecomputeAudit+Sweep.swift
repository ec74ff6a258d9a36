internal import EventLog
internal import ScanEvents
internal import Scanning
internal import Sweeps

extension RecomputeAudit {
    /// Which of a sweep's trials are computed again, where it is not all of them.
    package struct Sample: Sendable {
        /// How many.
        package let count: Int
        /// What they are drawn with.
        package let seed: UInt64

        /// Names a sample.
        package init(count: Int, seed: UInt64) {
            self.count = count
            self.seed = seed
        }

        /// Draws sets of stocks, so many of all pairs, without repetition.
        func sets(of tickers: [String], sets: Int) -> [String: [Int]] {
            let (all, isBeyond) = tickers.count.multipliedReportingOverflow(by: sets)
            guard all > 0, !isBeyond else { return [:] }
            var random = SplitMix64(seed: seed)
            var drawn: Set<Int> = []
            // Floyd's way: no list of all pairs is needed.
            for limit in max(0, all - count)..<all {
                let pair = Int.random(in: 0...limit, using: &random)
                if !drawn.insert(pair).inserted { drawn.insert(limit) }
            }
            var sample: [String: [Int]] = [:]
            for pair in drawn.sorted() {
                sample[tickers[pair / sets], default: []].append(pair % sets)
            }
            return sample
        }
    }

    /// Adds what it finds to the report of a sweep's tape.
    func run(_ tape: RecordedSweep, _ reader: LogReader, _ report: inout AuditReport) async throws {
        guard tape.prepared != nil, !tape.prices.isEmpty else {
            return report.note("nothing to compute again: there are no trials")
        }
        guard var work = prepared(tape, &report) else { return }
        var tally = SweepTally()
        let sample = sample.map { $0.sets(of: tape.tested, sets: tape.requested.sets) }
        try await load(&work, only: sample, &tally, &report)
        var blocks = reader.blocks()
        var member = 0
        while let block = try nextBlock(of: &blocks) {
            for seq in block.firstSeq..<block.endSeq {
                let event = try RecordedEvent(block.payload, block.range(of: seq)).event
                let place = AuditFinding.Location(
                    member: member, byte: block.offsetBytes, seq: seq)
                try compare(event, at: place, &work, sample, &tally, &report)
            }
            member += 1
        }
        summarise(tally, tape, work, &report)
    }

    private func prepared(
        _ tape: RecordedSweep, _ report: inout AuditReport
    ) -> SweepRecomputation? {
        let request = tape.requested.requested.request
        do throws(ScanRefusal) {
            return try SweepRecomputation(
                of: tape,
                strategies: try tape.strategy?.library(named: request.strategy, others: strategies)
                    ?? strategies,
                sourceName: sourceName, pricesDirectory: pricesDirectory)
        } catch {
            note(error, &report)
            return nil
        }
    }

    /// Has the prices of the stocks, those of the sample alone where there is one.
    private func load(
        _ work: inout SweepRecomputation, only sample: [String: [Int]]?,
        _ tally: inout SweepTally, _ report: inout AuditReport
    ) async throws {
        func differs(_ difference: Recomputation.Difference?) {
            if let difference { add(difference, at: AuditFinding.Location(), &tally, &report) }
        }
        do {
            differs(try await work.loadBenchmark())
        } catch let error as Recomputation.Unavailable {
            tally.reason = error.description
        }
        for ticker in work.tape.tested where sample.map({ $0[ticker] != nil }) ?? true {
            do {
                differs(try await work.load(ticker))
            } catch let error as Recomputation.Unavailable {
                tally.reason = tally.reason ?? error.description
            }
        }
        work.settleTimes()
    }

    private func compare(
        _ event: ScanEvent, at place: AuditFinding.Location, _ work: inout SweepRecomputation,
        _ sample: [String: [Int]]?, _ tally: inout SweepTally, _ report: inout AuditReport
    ) throws {
        let difference: Recomputation.Difference?
        do {
            switch event {
            case .trialsCompleted(let part):
                if let sample {
                    let sets = (sample[part.ticker] ?? []).filter { part.sets.contains($0) }
                    guard !sets.isEmpty else { return }
                    difference = try work.difference(from: part, of: sets)
                    tally.computed += sets.count
                } else {
                    difference = try work.difference(from: part)
                    tally.computed += part.pnl.count
                }
            case .setsValued, .walkForwardValued, .sweepJudged:
                guard sample == nil else { return }
                difference = try work.judgementDifference(from: event)
            default: return
            }
        } catch let error as Recomputation.Unavailable {
            tally.unavailable += 1
            tally.reason = tally.reason ?? error.description
            return
        }
        if let difference { add(difference, at: place, &tally, &report) }
    }

    private func add(
        _ difference: Recomputation.Difference, at place: AuditFinding.Location,
        _ tally: inout SweepTally, _ report: inout AuditReport
    ) {
        tally.different += 1
        if tally.different == 1 { add(difference, at: place, to: &report) }
    }

    private func summarise(
        _ tally: SweepTally, _ tape: RecordedSweep, _ work: SweepRecomputation,
        _ report: inout AuditReport
    ) {
        report.note(
            "\(tally.computed) trials computed again"
                + (sample.map { ", of \(tape.trials), drawn with seed \($0.seed)" } ?? ""))
        if tally.different > 1 {
            report.note("\(tally.different - 1) later records differ, too")
        }
        if tally.unavailable > 0, let reason = tally.reason {
            report.noteIncomplete(
                "\(tally.unavailable) records of trials not computed again: \(reason)")
        }
        if sample == nil, !work.hasAllStocks {
            report.note("what the sets made together was not computed again: stocks are missing")
        }
        noteChanges(
            tape.strategy, named: tape.requested.requested.request.strategy,
            engine: tape.requested.requested.engine, &report)
    }
}

/// How far the work on a sweep is.
private struct SweepTally {
    var computed = 0
    var different = 0
    var unavailable = 0
    var reason: String?
}
