import EventLog
import JSONText
import MarketData
import Projections
import ScanEvents
import Tapes
import TapeStreams
import Auditing
import TestSupport
import Testing

@testable import Scanning

/// What a resumed scan does with the stocks that were done before.
@Suite(.timeLimit(.minutes(3)))
struct RevisitTests {
    private let records = ManualClock()
    private let tickers = ["A", "B", "C"]

    /// Scans a source, cuts the tape off after the first two stocks, and goes on with another
    /// source.
    private func resumed(
        _ source: StubPrices, in directory: String, control: ScanControl = ScanControl(),
        clock: some Clock<Duration> = ContinuousClock(), recorded: [ScanEvent] = []
    ) async throws -> (scan: Scan, reader: LogReader) {
        let whole = try await state(of: StubPrices(tickers: tickers), in: directory + "/whole")
        let store = try await TapeStore.open(
            variableDirectory: directory + "/cut", now: records.now)
        let plan = try ScanPlan(stub: source)
        let recorder = try await plan.record(in: store)
        let done = whole.events.indices.filter { whole.events[$0].type == "stock_completed" }
        try await recorder.append(Array(whole.events[2...done[1]]) + recorded)
        let point = try ResumePoint(recorder.reader)
        #expect(point.doneCount == 2)
        let scan = Scan(
            plan, recorder: recorder, resumed: point, control: control,
            settings: ScanSettings(), clock: clock)
        return (scan, recorder.reader)
    }

    private func state(
        of source: StubPrices, in directory: String
    ) async throws -> (events: [ScanEvent], state: ScanState) {
        let store = try await TapeStore.open(variableDirectory: directory, now: records.now)
        let plan = try ScanPlan(stub: source)
        let recorder = try await plan.record(in: store)
        // One stock after the other, so that their order is known.
        var settings = ScanSettings()
        (settings.workers, settings.maxFetches) = (1, 1)
        // However busy the machine is, no stock is told to be slow.
        settings.slowAfter = .seconds(3_600)
        try await Scan(plan, recorder: recorder, settings: settings).complete()
        let reader = try await store.reader(of: recorder.job)
        return (try events(reader), try reader.scanState())
    }

    private func events(_ reader: LogReader) throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        try reader.forEachEvent { record, _ in events.append(record.event) }
        return events
    }

    @Test func pricesThatAreKeptGiveTheSameResultThoughTheirSourceHasOthersNow() async throws {
        try await withTemporaryDirectory { directory in
            var source = StubPrices(tickers: tickers, rise: 1, keeps: true)
            // The stock that is left has its old prices, so that the results can be compared.
            source.behaviours["C"] = .fails(PriceError(.noData, "none"))
            source.behaviours["A"] = .hangs
            let (scan, reader) = try await resumed(source, in: directory)
            try await scan.complete()
            let state = try reader.scanState()
            #expect(state.phase == .completed)
            #expect(state.leftOut.isEmpty)
            #expect(state.portfolio?.stocks == 2)
            let whole = try await self.state(
                of: StubPrices(
                    tickers: tickers, behaviours: ["C": source.behaviours["C"] ?? .hangs]),
                in: directory + "/same")
            #expect(state.timelessResult == whole.state.timelessResult)
            #expect(state.portfolio?.benchmark != nil)
            #expect(state.portfolio == whole.state.portfolio)
        }
    }

    @Test func stockWhosePricesChangedIsToldAndKeepsItsResult() async throws {
        try await withTemporaryDirectory { directory in
            let (scan, reader) = try await resumed(
                StubPrices(tickers: tickers, rise: 1), in: directory)
            try await scan.complete()
            let state = try reader.scanState()
            #expect(state.phase == .completed)
            #expect(state.stocks.count == 3)
            #expect(state.portfolio?.stocks == 1)
            #expect(state.leftOut.map(\.ticker).sorted() == ["A", "B"])
            #expect(state.leftOut.allSatisfy { $0.code == .pricesChanged })
            let message = String(decoding: state.completeMessage, as: UTF8.self)
            #expect(
                message.contains(#""left_out_of_portfolio":[{"ticker":"A","error":"the prices"#))
            #expect(
                state.summary.contains(
                    "Not in the portfolio: A (prices_changed), B (prices_changed)"))
            try await SchemaCheck.expectValidTapes(in: directory + "/cut")
        }
    }

    @Test func aScanResumedTwiceLeavesAStockOutOnceAndItsTimeGoesOn() async throws {
        try await withTemporaryDirectory { directory in
            let before: [ScanEvent] = [
                .resumed(.init(remaining: 1, elapsed: 50)),
                .stockLeftOut(
                    ScanEvent.StockLeftOut(
                        ticker: "A", code: .pricesChanged, message: "they changed", elapsed: 100)),
            ]
            let (scan, reader) = try await resumed(
                StubPrices(tickers: tickers, rise: 1), in: directory, clock: SteppedClock(),
                recorded: before)
            try await scan.complete()
            let state = try reader.scanState()
            #expect(state.phase == .completed)
            #expect(state.leftOut.map(\.ticker).sorted() == ["A", "B"])
            #expect(state.portfolio?.stocks == 1)
            #expect(state.elapsed == 100)
            #expect(try events(reader).count { $0.type == "scan_resumed" } == 2)
            let report = try ArchiveAudit().audit(tape: reader.path)
            #expect(report.verdict == .sound, "\(report.lines)")
            let message = String(decoding: state.completeMessage, as: UTF8.self)
            let told = message.matches(of: #/"ticker":"A","error":/#)
            #expect(told.count == 1)
        }
    }

    @Test func stockWhosePricesCannotBeHadAgainIsToldWithTheCause() async throws {
        try await withTemporaryDirectory { directory in
            let error = PriceError(.rateLimited, "too many requests")
            let (scan, reader) = try await resumed(
                StubPrices(tickers: tickers, behaviours: ["B": .fails(error)]), in: directory)
            try await scan.complete()
            let state = try reader.scanState()
            #expect(state.leftOut.map(\.ticker) == ["B"])
            #expect(state.leftOut.first?.code == .rateLimited)
            #expect(state.failures.isEmpty)
            #expect(state.portfolio?.stocks == 2)
        }
    }

    @Test func aScanCancelledDuringItsRevisitsIsCancelled() async throws {
        try await withTemporaryDirectory { directory in
            let (revisits, control) = (FirstWake(), ScanControl())
            let (scan, reader) = try await resumed(
                StubPrices(tickers: tickers, behaviours: ["A": .hangsAfter(revisits)]),
                in: directory, control: control)
            async let run: Void = scan.complete()
            await revisits.wait()
            // All stocks are done, and only the portfolio is left.
            try await stocks(3, on: reader)
            control.cancel()
            try await run
            let state = try reader.scanState()
            #expect(state.phase == .cancelled)
            #expect(state.portfolio == nil)
        }
    }

    @Test func aStockThatIsDoneIsNotReportedSlowAgain() async throws {
        try await withTemporaryDirectory { directory in
            let clock = SteppedClock()
            let (scan, reader) = try await resumed(
                StubPrices(tickers: tickers, behaviours: ["A": .hangs]), in: directory,
                clock: clock)
            async let run: Void = scan.complete()
            try await stocks(3, on: reader)
            for second in stride(from: 5, through: 60, by: 5) {
                await clock.sleeper(until: .seconds(second))
                clock.advance(to: .seconds(second))
            }
            try await run
            let types = try events(reader).map(\.type)
            #expect(!types.contains("stock_slow"))
            #expect(try reader.scanState().leftOut.map(\.code) == [.timeout])
        }
    }

    /// Waits until so many stocks are on the tape.
    private func stocks(_ count: Int, on reader: LogReader) async throws {
        var state = ScanState()
        for try await block in reader.follow() {
            for seq in block.firstSeq..<block.endSeq {
                state.apply(
                    try RecordedEvent(block.payload, block.range(of: seq)), in: block.payload)
            }
            if state.done >= count { return }
        }
    }
}
