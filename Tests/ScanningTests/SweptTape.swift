import Backtesting
import EventLog
import PriceSources
import Projections
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

/// Sweeps that tests run, and what their tapes tell.
struct SweptTape {
    /// The events of the tape, the seal left out, elapsed times zero, trials in the order of stocks
    /// and sets.
    private(set) var events: [ScanEvent] = []
    /// The state at its end.
    let state: ScanState

    /// Six sets of bollinger_bands over five stocks, one of which has few bars and one none.
    static func request() -> SweepRequest {
        var terms = SweepTerms()
        terms.grid = ["period=10..20:5", "devfactor=1,2.5"]
        var scan = ScanRequest(
            strategy: "bollinger_bands", startDate: "2016-01-04",
            tickers: ["AAPL", "NOPE", "MSFT", "APTV", "XOM"])
        scan.commission = 0.001
        return SweepRequest(scan, terms)
    }

    static let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    static func settings(workers: Int = 2) -> ScanSettings {
        var settings = ScanSettings()
        settings.workers = workers
        // However busy the machine is, no stock is told to be slow.
        settings.slowAfter = .seconds(3_600)
        return settings
    }

    /// Runs a sweep to its end and reads the tape.
    init(
        _ request: SweepRequest, workers: Int = 2, maxMemoryBytes: Int = 1 << 30,
        control: ScanControl = ScanControl()
    ) async throws {
        (events, state) = try await withTemporaryDirectory { directory in
            let store = try await TapeStore.open(
                variableDirectory: directory, now: ManualClock().now)
            let plan = try ScanPlan(
                sweep: request, strategies: .builtIn, sources: Self.sources,
                maxMemoryBytes: maxMemoryBytes)
            let recorder = try await plan.record(in: store)
            try await Scan(
                plan, recorder: recorder, control: control,
                settings: Self.settings(workers: workers)
            ).complete()
            try await SchemaCheck.expectValidTapes(in: directory)
            let reader = try await store.reader(of: recorder.job)
            return (try Self.events(of: reader), try reader.scanState())
        }
    }

    /// The events of a tape without its seal.
    static func recorded(_ reader: LogReader) throws -> [ScanEvent] {
        var events: [ScanEvent] = []
        try reader.forEachEvent { record, _ in events.append(record.event) }
        if case .sealed? = events.last { events.removeLast() }
        return events
    }

    /// The same in an order and with times that do not depend on the workers; names of jobs are left
    /// out.
    static func events(of reader: LogReader) throws -> [ScanEvent] {
        let told = try recorded(reader).compactMap { timeless($0) }
        let trials = told.filter { $0.isOfAStock }.sorted { $0.key < $1.key }
        guard let first = told.firstIndex(where: \.isOfAStock) else { return told }
        return told[..<first] + trials + told[first...].filter { !$0.isOfAStock }
    }

    private static func timeless(_ event: ScanEvent) -> ScanEvent? {
        switch event {
        case .sweepRequested(var event):
            event.requested.jobID = "job"
            return .sweepRequested(event)
        case .sweepPrepared(var event):
            event.elapsed = 0
            (event.setsAtOnce, event.memoryBytes) = (1, 0)
            return .sweepPrepared(event)
        case .trialsCompleted(var event):
            event.elapsed = 0
            return .trialsCompleted(event)
        case .stockFailed(var event):
            (event.elapsed, event.seconds) = (0, 0)
            return .stockFailed(event)
        case .sweepJudged(var event):
            event.elapsed = 0
            return .sweepJudged(event)
        case .sweepCompleted(var event):
            event.elapsed = 0
            return .sweepCompleted(event)
        case .sweepResumed: return nil
        default: return event
        }
    }

    /// The trials, by ticker and set.
    var trials: [String: [Int: Figures]] {
        var trials: [String: [Int: Figures]] = [:]
        for case .trialsCompleted(let event) in events {
            for place in event.pnl.indices {
                trials[event.ticker, default: [:]][event.offset + place] = Figures(
                    pnl: event.pnl[place], sharpe: event.sharpeRatios[place],
                    drawdown: event.maxDrawdowns[place], trades: event.trades[place],
                    exposure: Double(event.barsHeld[place]) / Double(max(event.bars, 1)) * 100,
                    isIdle: event.idle?.contains(place) ?? false)
            }
        }
        return trials
    }

    /// The figures of a trial.
    struct Figures: Equatable {
        var pnl: Double
        var sharpe: Double?
        var drawdown: Double
        var trades: Int
        var exposure: Double
        var isIdle = false
    }

    /// The figures of all sets in one.
    var valued: ScanEvent.SetsValued? {
        for case .setsValued(let event) in events { return event }
        return nil
    }

    var prepared: ScanEvent.SweepPrepared? {
        for case .sweepPrepared(let event) in events { return event }
        return nil
    }

    var judged: ScanEvent.SweepJudged? {
        for case .sweepJudged(let event) in events { return event }
        return nil
    }
}

extension ScanEvent {
    fileprivate var isOfAStock: Bool {
        switch self {
        case .trialsCompleted, .stockFailed: true
        default: false
        }
    }

    fileprivate var key: String {
        switch self {
        case .trialsCompleted(let event):
            "\(event.ticker) \(String(repeating: "0", count: 8 - "\(event.offset)".count))\(event.offset)"
        case .stockFailed(let event): "\(event.ticker) "
        default: ""
        }
    }
}
