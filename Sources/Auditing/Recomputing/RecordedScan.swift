internal import ScanEvents

/// What of a tape says how to compute it again.
struct RecordedScan {
    private(set) var request: ScanRequest?
    private(set) var engine: String?
    private(set) var strategy: RecordedStrategy?
    private(set) var tickers: [String] = []
    private(set) var hasStarted = false

    mutating func apply(_ record: RecordedEvent) {
        switch record.event {
        case .requested(let event) where request == nil:
            request = event.request
            engine = event.engine
        case .strategyRecorded(let part): RecordedStrategy.gather(part, into: &strategy)
        case .started(let event):
            tickers = event.tickers
            hasStarted = true
        default: break
        }
    }
}
