internal import Dispatch
internal import Storage
internal import Synchronization

/// Encodes batches on other threads while more are read, and writes them in their order.
///
/// No more than a few are on their way at once, so memory does not depend on how many there are.
final class EncodingPipeline: Sendable {
    private struct State {
        var submitted = 0
        var written = 0
        var encoded: [Int: (sink: any TableSink, part: EncodedBatch)] = [:]
        var isWriting = false
        var failure: (any Error)?
        var spares: [ExportTable: RowBatch] = [:]
    }

    private let sinks: [ExportTable: any TableSink]
    private let state = Mutex(State())
    /// Its threads are nobody else's, as no other queue is of this quality.
    private let queue = DispatchQueue(
        label: "tapedeck.export", qos: .background, attributes: .concurrent)
    /// It gives way as the thread does that waits for it.
    private let niceness = WorkThreads.niceness
    private let places: DispatchSemaphore
    private let placeCount: Int

    /// Makes a pipeline.
    ///
    /// - Parameters:
    ///   - sinks: where the rows of each table go; those of other tables are left out.
    ///   - places: how many batches may be on their way.
    init(_ sinks: [ExportTable: any TableSink], places: Int) {
        self.sinks = sinks
        self.places = DispatchSemaphore(value: places)
        placeCount = places
    }

    /// An empty batch, with the room of one that was written if there is one.
    func spare(_ shape: TableShape) -> RowBatch {
        state.withLock { $0.spares.removeValue(forKey: shape.table) } ?? RowBatch(shape)
    }

    /// Passes on a batch; waits while too many are on their way.
    ///
    /// Throws what an earlier batch failed with.
    func submit(_ batch: RowBatch) throws {
        guard let sink = sinks[batch.table] else { return }
        places.wait()
        let number = state.withLock { state in
            state.submitted += 1
            return state.submitted - 1
        }
        queue.async {
            WorkThreads.giveWay(self.niceness)
            let part = sink.encode(batch)
            if !part.keepsRows { self.keep(batch) }
            self.state.withLock { $0.encoded[number] = (sink, part) }
            self.writeWhatIsNext()
        }
        try throwFailure()
    }

    /// Waits until all batches are written.
    ///
    /// Throws what one of them failed with.
    func finish() throws {
        for _ in 0..<placeCount { places.wait() }
        for _ in 0..<placeCount { places.signal() }
        try throwFailure()
    }

    private func throwFailure() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func keep(_ batch: RowBatch) {
        var batch = batch
        batch.removeAll()
        state.withLock { $0.spares[batch.table] = batch }
    }

    /// Writes batches as long as the next one is there, unless another thread is at it.
    private func writeWhatIsNext() {
        while true {
            let next = state.withLock { state -> (sink: any TableSink, part: EncodedBatch)? in
                guard !state.isWriting,
                    let next = state.encoded.removeValue(forKey: state.written)
                else { return nil }
                state.isWriting = true
                return next
            }
            guard let next else { return }
            var failure: (any Error)?
            if state.withLock({ $0.failure == nil }) {
                do { try next.sink.write(next.part) } catch { failure = error }
            }
            state.withLock { state in
                state.failure = state.failure ?? failure
                state.written += 1
                state.isWriting = false
            }
            places.signal()
        }
    }
}
