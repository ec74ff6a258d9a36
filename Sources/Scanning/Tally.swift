internal import ScanEvents

/// How many stocks have been recorded.
struct Tally: Sendable {
    var successful: Int
    var failed: Int

    mutating func count(_ event: ScanEvent) {
        switch event {
        case .stockCompleted: successful += 1
        case .stockFailed: failed += 1
        default: break
        }
    }
}
