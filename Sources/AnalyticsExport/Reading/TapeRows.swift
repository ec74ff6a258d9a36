internal import EventLog
internal import JSONText
internal import Projections
internal import ScanEvents

/// Makes the rows of one tape from its commits.
///
/// Only records whose fields some table needs are decoded; of all others, the head.
struct TapeRows {
    private static let slowType = Array("stock_slow".utf8)
    private static let sealType = Array("log_sealed".utf8)

    private let path: String
    private let tables: Set<ExportTable>
    private(set) var job: [UInt8]
    private(set) var state = ScanState()
    private var trades: TradeFold?
    private var times = ScanTimes()
    private var unknownRecords = 0
    /// The last report of a slow stock, as long as nothing else has followed.
    private var lastSlow: (payload: [UInt8], range: Range<Int>)?
    private var isSealed = false

    /// Starts with the first record of a tape.
    ///
    /// - Parameters:
    ///   - path: the tape, for errors.
    ///   - name: the scan's name if the tape does not tell it.
    ///   - tables: what is asked for.
    init(path: String, name: String, tables: Set<ExportTable>) {
        self.path = path
        self.tables = tables
        job = Array(name.utf8)
    }

    /// Makes the rows of the next commit.
    mutating func add(_ block: LogBlock, to batches: inout ExportBatches) throws {
        try checkText(block)
        for seq in block.firstSeq..<block.endSeq {
            let range = block.range(of: seq)
            guard let head = RecordHead(block.payload, range) else {
                throw unsound(seq, "expected a record with seq, at and type in this order")
            }
            if isSealed { throw unsound(seq, "expected nothing behind the seal") }
            isSealed = head.isOfType(Self.sealType, in: block.payload)
            do throws(JSONError) {
                let isSlow = head.ticker != nil && head.isOfType(Self.slowType, in: block.payload)
                if isSlow {
                    lastSlow = (block.payload, range)
                } else {
                    try foldLastSlow()
                    let record = try RecordedEvent(block.payload, range)
                    fold(record, at: head.micros, in: block.payload, &batches)
                }
                if tables.contains(.events) {
                    try addEvent(seq, head, block.payload, range, &batches)
                }
            } catch {
                throw unsound(seq, "expected \(error.expected) at byte \(error.offsetBytes) of it")
            }
        }
        try batches.passOnFull()
    }

    private func addEvent(
        _ seq: Int, _ head: RecordHead, _ payload: [UInt8], _ range: Range<Int>,
        _ batches: inout ExportBatches
    ) throws(JSONError) {
        let ticker = head.ticker == nil ? try RecordHead.ticker(in: payload, range) : nil
        batches.events.add(job, job.indices)
        batches.events.add(seq)
        batches.events.add(head.micros)
        batches.events.add(payload, head.type)
        if let place = head.ticker {
            batches.events.add(payload, place)
        } else {
            batches.events.add(ticker)
        }
        batches.events.add(payload, range)
    }

    /// Of reports of slow stocks that follow each other, the last one tells the time that has passed.
    private mutating func foldLastSlow() throws(JSONError) {
        guard let (payload, range) = lastSlow else { return }
        lastSlow = nil
        state.apply(try RecordedEvent(payload, range), in: payload)
    }

    private mutating func fold(
        _ record: RecordedEvent, at micros: Int64, in payload: [UInt8],
        _ batches: inout ExportBatches
    ) {
        switch record.event {
        case .requested(let event) where record.seq == 0:
            job = Array(event.jobID.utf8)
            if tables.contains(.trades) { trades = TradeFold(event.request) }
        case .sweepRequested(let event) where record.seq == 0:
            job = Array(event.requested.jobID.utf8)
        default: break
        }
        if case .unknown = record.event { unknownRecords += 1 }
        let wasFinished = state.isFinished
        guard state.apply(record, in: payload) else { return }
        if times.requested == nil { times.requested = micros }
        if state.isFinished, !wasFinished { times.ended = micros }
        switch record.event {
        case .started, .sweepStarted:
            if times.started == nil { times.started = micros }
        case .stockTraded(let part):
            trades?.add(part)
        case .stockCompleted(let stock):
            for trade in trades?.take(of: stock.result.ticker) ?? [] {
                TradeRow(job: job, seq: record.seq, sector: stock.result.sector, trade: trade)
                    .add(to: &batches.trades)
            }
            guard tables.contains(.stocks) else { break }
            batches.stocks.add(job, job.indices)
            batches.stocks.add(record.seq)
            batches.stocks.add(micros)
            batches.stocks.add(members: stock)
            batches.stocks.add(stock.result.isRuined)
        case .trialsCompleted(let trials) where tables.contains(.trials):
            addTrials(trials, seq: record.seq, to: &batches)
        case .stockFailed(let stock) where tables.contains(.failures):
            batches.failures.add(job, job.indices)
            batches.failures.add(record.seq)
            batches.failures.add(micros)
            batches.failures.add(members: stock)
        default: break
        }
    }

    /// Makes the row of the scan, once all records are there.
    mutating func finish(_ tape: ExportedTape, to batches: inout ExportBatches) throws {
        do throws(JSONError) {
            try foldLastSlow()
        } catch {
            throw unsound(tape.records - 1, "expected \(error.expected)")
        }
        if tables.contains(.signals) { addSignals(to: &batches) }
        if tables.contains(.sets) { try addSets(to: &batches) }
        guard tables.contains(.scans) else { return }
        batches.scans.add(
            ScanRow(
                state: state, times: times, unknownRecords: unknownRecords, tape: tape))
        try batches.passOnFull()
    }

    /// Makes the rows of the signals, which the end of a scan tells.
    private func addSignals(to batches: inout ExportBatches) {
        for row in state.signalRows ?? [] {
            batches.signals.add(job, job.indices)
            batches.signals.add(members: row)
        }
    }

    /// Makes sure that all is UTF-8, as every reader of an export takes it to be.
    private func checkText(_ block: LogBlock) throws {
        var bits: UInt8 = 0
        for byte in block.payload { bits |= byte }
        guard bits >= 0x80 else { return }
        for seq in block.firstSeq..<block.endSeq {
            let line = block.payload[block.range(of: seq)]
            if String(validating: line, as: UTF8.self) == nil {
                throw unsound(seq, "expected UTF-8")
            }
        }
    }

    private func unsound(_ seq: Int, _ finding: String) -> ExportError {
        .unsound(path: path, finding: "seq \(seq): \(finding)")
    }
}

/// When a scan was asked for, began and ended, in microseconds since 1970.
struct ScanTimes {
    var requested: Int64?
    var started: Int64?
    var ended: Int64?
}
