/// What a log's writer tells of each commit, for an operator's measurements.
package struct CommitReport: Sendable {
    /// How many records the commit has.
    package let records: Int
    /// Its size in the file.
    package let bytes: Int
    /// How long it took to write and sync it.
    package let seconds: Double

    /// Is called after each commit, on the writer's thread, which it must not hold up.
    package typealias Observer = @Sendable (CommitReport) -> Void
}
