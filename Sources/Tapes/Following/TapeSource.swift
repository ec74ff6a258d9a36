/// A way to a tape that somebody else writes: its file, or a service that tells of it.
///
/// A source only says what it met; `TapeFollower` decides what is new, when to try again and when
/// to give up.
package protocol TapeSource {
    /// The pauses between tries while whoever has the tape is away.
    var pauses: PauseRange { get }

    /// What comes next on the way to record `seq`, as soon as there is something to say.
    ///
    /// A source that had gone on further begins anew.
    ///
    /// - Throws: what makes it useless to go on; `CancellationError`.
    mutating func next(from seq: Int) async throws -> TapeStep
}

/// What a source met.
package enum TapeStep: Sendable {
    /// Records in order, each a JSON object that stands at its range of the bytes; those before
    /// the one that was asked for may be among them.
    case records([UInt8], ArraySlice<Range<Int>>)
    /// Nothing new, and all is well; after the pause it is worth to look again.
    case nothing(pause: Duration)
    /// What came so far is of no use: the records come again from the first.
    case anew
    /// Whoever has the tape is away, for this reason.
    case away(String)
    /// The tape has ended.
    case ended
}
