internal import Tapes
/// What an auditor is told to do about a finding.
enum Advice {
    /// For bytes that are sound and say what cannot be.
    static let altered =
        "the tape was altered or written by a faulty program: keep it as evidence and compare it "
        + "with a copy, or restore one whose root is the registered one"

    /// For damage that took no record with it.
    static let damagedInPlace =
        "keep the file as evidence and restore a copy; what follows is no continuation of what "
        + "comes before"

    /// For damage in the middle.
    static func damaged(lost seqs: Range<Int>) -> String {
        let lost =
            seqs.count == 1
            ? "record \(seqs.lowerBound) is"
            : "records \(seqs.lowerBound) to \(seqs.upperBound - 1) are"
        return "\(lost) lost: restore a copy of the tape; `tapedeck-replay repair` saves the "
            + "records before"
    }

    /// For damage behind which nothing is sound.
    static func lostEnd(from seq: Int) -> String {
        "all from record \(seq) on is lost: restore a copy of the tape; `tapedeck-replay repair` "
            + "saves the records before"
    }

    /// For a tape that is not the registered one.
    static let exchanged =
        "the tape was exchanged or put back to an earlier state: restore the copy that has the "
        + "registered root; a signed checkpoint kept elsewhere tells which side is right"

    /// For a tape under another scan's name.
    static let misnamed =
        "a tape belongs to the scan that its first record names: give the file that name, and "
        + "restore the tape whose name it had"

    /// For a tape without a record, though its scan was begun.
    static let empty =
        "the tape was cut or never written: restore a copy of it"

    /// For a tape that is gone.
    static let removed = "restore it from a copy; the registry knows its root"

    /// For a checkpoint that does not fit.
    static let checkpoint =
        "compare with the copy of the checkpoint that is kept elsewhere: tape or checkpoint was "
        + "exchanged"

    /// For a registry that is damaged.
    static let registry =
        "keep the file and restore a copy; the service makes a new registry of the tapes, which "
        + "does not know what they were before"
}
