internal import JSONText
internal import Projections
internal import ScanEvents

/// How a scan ended, as the registry tells it without the tape.
package struct ScanOutcome: Sendable, Equatable {
    /// Completed, cancelled or failed, or a word of another version.
    package let standing: ScanStanding
    /// How many stocks the scan had; trials of a sweep.
    package let total: Int
    /// How many stocks have a result.
    package let successful: Int
    /// How many stocks failed.
    package let failed: Int
    /// The sum of the results' profits and losses, with two decimals.
    package let totalPnL: Double

    /// The outcome of a scan that has ended; nil before.
    init?(_ state: ScanState) {
        guard let standing = ScanStanding(end: state.phase) else { return nil }
        self.standing = standing
        total = state.total
        successful = state.successful
        failed = state.failures.count
        totalPnL = state.pnl.rounded(places: 2)
    }

    /// The members of a record that tell of an outcome, as far as there are any.
    struct Fields {
        fileprivate var standing: ScanStanding?
        fileprivate var total: Int?
        fileprivate var successful: Int?
        fileprivate var failed: Int?
        fileprivate var totalPnL: Double?

        /// Reads the member of that name; false where it is none of these.
        mutating func read(_ name: String, from scanner: inout JSONScanner) throws(JSONError)
            -> Bool
        {
            switch name {
            case "state": standing = ScanStanding(try scanner.string())
            case "total": total = try scanner.integer()
            case "successful": successful = try scanner.integer()
            case "failed": failed = try scanner.integer()
            case "total_pnl": totalPnL = try scanner.number()
            default: return false
            }
            return true
        }
    }

    /// The outcome that a record tells of; nil where it does not tell all of it.
    init?(_ fields: Fields) {
        guard let standing = fields.standing, let total = fields.total,
            let successful = fields.successful, let failed = fields.failed,
            let totalPnL = fields.totalPnL
        else { return nil }
        self.standing = standing
        self.total = total
        self.successful = successful
        self.failed = failed
        self.totalPnL = totalPnL
    }

    /// Writes the members of a record.
    func write(to json: inout JSONWriter) {
        json.member("state", standing.word)
        json.member("total", total)
        json.member("successful", successful)
        json.member("failed", failed)
        json.member("total_pnl", totalPnL)
    }
}
