package import Backtesting
package import EventLog
internal import JSONText
internal import ScanEvents
internal import Scanning
internal import Tapes

/// Runs the backtests of a tape again and names the first record that differs.
package struct RecomputeAudit: Sendable {
    /// The strategies that a tape's request can name.
    let strategies: any StrategyProvider
    /// Where the prices are now; nil for where the request says.
    let sourceName: String?
    /// Where the prices of live sources are kept.
    let pricesDirectory: String
    /// Which trials of sweeps are computed again; nil for all.
    let sample: Sample?

    /// Makes an audit that takes its prices from there.
    ///
    /// - Parameters:
    ///   - strategies: those that a tape's request can name.
    ///   - sourceName: where the prices are now, such as `csv:/evidence/prices`; nil for where the
    ///     request says.
    ///   - pricesDirectory: where the prices of live sources are kept.
    ///   - sample: which trials of sweeps are computed again; nil for all.
    package init(
        strategies: any StrategyProvider, sourceName: String?, pricesDirectory: String,
        sample: Sample? = nil
    ) {
        self.strategies = strategies
        self.sourceName = sourceName
        self.pricesDirectory = pricesDirectory
        self.sample = sample
    }

    /// Adds what it finds to the report of the tape behind `reader`.
    ///
    /// - Throws: `TapeError`, `LogError` where the tape cannot be read.
    package func run(_ reader: LogReader, _ report: inout AuditReport) async throws {
        if let sweep = try RecordedSweep(reader) {
            return try await run(sweep, reader, &report)
        }
        var tape = RecordedScan()
        var work: Recomputation?
        var tally = Tally()
        var blocks = reader.blocks()
        var member = 0
        while let block = try nextBlock(of: &blocks) {
            for seq in block.firstSeq..<block.endSeq {
                let record = try RecordedEvent(block.payload, block.range(of: seq))
                tape.apply(record)
                let location = AuditFinding.Location(
                    member: member, byte: block.offsetBytes, seq: seq)
                if work == nil, tape.hasStarted {
                    guard let prepared = try prepare(tape, &report) else { return }
                    work = prepared
                }
                try await compare(record.event, at: location, &work, &tally, &report)
            }
            member += 1
        }
        summarise(tally, tape, &report)
    }

    private func compare(
        _ event: ScanEvent, at location: AuditFinding.Location, _ work: inout Recomputation?,
        _ tally: inout Tally, _ report: inout AuditReport
    ) async throws {
        let difference: Recomputation.Difference?
        do {
            switch event {
            case .started(let started):
                difference = try await work?.difference(from: started)
            case .stockTraded(let part):
                work?.take(part)
                return
            case .stockCompleted(let stock):
                difference = try await work?.difference(from: stock)
                tally.computed += 1
            case .stockFailed(let stock):
                difference = try await work?.difference(from: stock)
                tally.computed += 1
            case .rulesCounted(let counted):
                difference = work?.difference(from: counted)
            case .signalsGiven(let part):
                difference = work?.difference(from: part)
            case .portfolioValued(let part):
                difference = work?.difference(from: part)
            default: return
            }
        } catch let error as Recomputation.Unavailable {
            tally.unavailable += 1
            tally.reason = tally.reason ?? error.description
            return
        }
        guard let difference else { return }
        tally.different += 1
        guard tally.different == 1 else { return }
        add(difference, at: location, to: &report)
    }

    /// Adds a difference to the report.
    func add(
        _ difference: Recomputation.Difference, at location: AuditFinding.Location,
        to report: inout AuditReport
    ) {
        let what = difference.ticker.map { "\(difference.what) of \($0)" } ?? difference.what
        report.add(
            AuditFinding(
                .recompute, what, at: location, expected: difference.expected,
                found: difference.found,
                advice: difference.what == "bars_sha256"
                    ? "the prices are not those that the scan ran on: find out whether they or the "
                        + "record changed; --source names a copy of the prices"
                    : "the record or the request does not stem from these prices: keep the tape as "
                        + "evidence and run the scan again"))
    }

    private func prepare(
        _ tape: RecordedScan, _ report: inout AuditReport
    ) throws -> Recomputation? {
        guard let request = tape.request else {
            report.noteIncomplete("not computed again: the tape has no request")
            return nil
        }
        do {
            return try Recomputation(
                of: request, tickers: tape.tickers, strategies: try library(of: tape, request),
                sourceName: sourceName, pricesDirectory: pricesDirectory)
        } catch let refusal {
            note(refusal, &report)
            return nil
        }
    }

    /// The strategy of the tape; for one of an earlier version without its text, those that there
    /// are.
    private func library(
        of tape: RecordedScan, _ request: ScanRequest
    ) throws(ScanRefusal) -> any StrategyProvider {
        try tape.strategy?.library(named: request.strategy, others: strategies) ?? strategies
    }

    private func summarise(
        _ tally: Tally, _ tape: RecordedScan, _ report: inout AuditReport
    ) {
        if !tape.hasStarted {
            report.note("nothing to compute again: the scan had not started")
            return
        }
        report.note("\(tally.computed) stocks computed again")
        if tally.different > 1 {
            report.note("\(tally.different - 1) later records differ, too")
        }
        if tally.unavailable > 0, let reason = tally.reason {
            report.noteIncomplete("\(tally.unavailable) stocks not computed again: \(reason)")
        }
        noteChanges(
            tape.strategy, named: tape.request?.strategy ?? "", engine: tape.engine, &report)
    }
}

/// How far the work is.
private struct Tally {
    var computed = 0
    var different = 0
    var unavailable = 0
    var reason: String?
}

/// The next commit, by way of a function that is not asynchronous.
///
/// With the typed error in one that is, a release build of Swift 6.3.1 went wrong. Why was not
/// found; `Sources/README.md` has the cause of its kind.
func nextBlock(of blocks: inout LogBlocks) throws -> LogBlock? {
    try blocks.next()
}
