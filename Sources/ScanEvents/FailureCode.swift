/// A kind of failure, the same in events, streams and exports.
package struct FailureCode: RawRepresentable, Equatable, Hashable, Sendable {
    /// The code as it is written.
    package let rawValue: String

    /// Takes any code; those of later versions are kept as they are.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The source has no such ticker.
    package static let unknownTicker = FailureCode(rawValue: "unknown_ticker")
    /// The source has no bars in the range asked for.
    package static let noData = FailureCode(rawValue: "no_data")
    /// There are fewer bars than the strategy needs before its first decision.
    package static let insufficientBars = FailureCode(rawValue: "insufficient_bars")
    /// The strategy takes more memory on the stock's bars, or computes more on them, than it may.
    package static let tooCostly = FailureCode(rawValue: "too_costly")
    /// The bars make no sense.
    package static let badData = FailureCode(rawValue: "bad_data")
    /// The source refuses more requests for now.
    package static let rateLimited = FailureCode(rawValue: "rate_limited")
    /// The stock took longer than allowed.
    package static let timeout = FailureCode(rawValue: "timeout")
    /// A resumed scan found other prices of a stock than those that its result rests on.
    package static let pricesChanged = FailureCode(rawValue: "prices_changed")
    /// A fault of the program or the machine.
    package static let `internal` = FailureCode(rawValue: "internal")

    /// Why a stock fails, as far as this version knows.
    package static let ofStocks = [
        unknownTicker, noData, insufficientBars, tooCostly, badData, rateLimited, timeout,
        `internal`,
    ]
}
