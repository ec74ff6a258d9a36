/// The batches of all tables that are being filled.
struct ExportBatches {
    var scans = RowBatch(.scans)
    var stocks = RowBatch(.stocks)
    var failures = RowBatch(.failures)
    var trades = RowBatch(.trades)
    var signals = RowBatch(.signals)
    var sets: RowBatch
    var trials: RowBatch
    var events = RowBatch(.events)

    /// The inputs that have columns in `sets` and `trials`.
    let inputs: InputColumns

    private let pipeline: EncodingPipeline

    /// Passes full batches on to `pipeline`.
    init(_ pipeline: EncodingPipeline, _ inputs: InputColumns) {
        self.pipeline = pipeline
        self.inputs = inputs
        sets = RowBatch(TableShape(.sets, inputs))
        trials = RowBatch(TableShape(.trials, inputs))
    }

    /// Passes on the batches that take no more rows.
    mutating func passOnFull() throws {
        if scans.isFull { try passOn(&scans) }
        if stocks.isFull { try passOn(&stocks) }
        if failures.isFull { try passOn(&failures) }
        if trades.isFull { try passOn(&trades) }
        if signals.isFull { try passOn(&signals) }
        if sets.isFull { try passOn(&sets) }
        if trials.isFull { try passOn(&trials) }
        if events.isFull { try passOn(&events) }
    }

    /// Passes on all rows that are left.
    mutating func passOnRest() throws {
        try passOn(&scans)
        try passOn(&stocks)
        try passOn(&failures)
        try passOn(&trades)
        try passOn(&signals)
        try passOn(&sets)
        try passOn(&trials)
        try passOn(&events)
    }

    private func passOn(_ batch: inout RowBatch) throws {
        guard batch.count > 0 else { return }
        // An empty one takes its place, so that nothing is copied.
        var full = pipeline.spare(batch.shape)
        swap(&full, &batch)
        try pipeline.submit(full)
    }
}
