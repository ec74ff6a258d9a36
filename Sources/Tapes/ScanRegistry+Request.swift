package import ScanEvents

extension ScanRegistry {
    /// What the registry notes of a scan's request.
    package struct RequestNote: Sendable, Equatable {
        /// The strategy; nil in a registry of an earlier version.
        package var strategy: String?
        /// The client's name for its request; nil for none.
        package var idempotency: ScanEvent.Idempotency?
        /// How many sets a sweep tries; nil for a scan.
        package var sets: Int?

        /// Takes it from a request.
        init(_ requested: ScanEvent.Requested?, sets: Int? = nil) {
            strategy = requested?.request.strategy
            idempotency = requested?.idempotency
            self.sets = sets
        }

        /// Takes it from the first record of a tape.
        init(_ first: ScanEvent) {
            switch first {
            case .requested(let requested): self.init(requested)
            case .sweepRequested(let sweep): self.init(sweep.requested, sets: sweep.sets)
            default: self.init(nil)
            }
        }
    }
}
