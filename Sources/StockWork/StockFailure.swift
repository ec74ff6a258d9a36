package import MarketData
package import ScanEvents

/// Why a stock has no result.
package struct StockFailure: Error, Hashable, Sendable {
    /// The kind of failure.
    package let code: FailureCode
    /// What happened, in a sentence.
    package let message: String

    /// Makes a failure.
    package init(code: FailureCode, message: String) {
        self.code = code
        self.message = message
    }

    /// The failure of a stock whose prices could not be had.
    package init(_ error: PriceError) {
        self.init(code: FailureCode(rawValue: error.code.rawValue), message: error.message)
    }

    /// The failure of a stock that took too long.
    package static func timeout(_ ticker: String) -> StockFailure {
        StockFailure(
            code: .timeout,
            message: "the prices of '\(ticker)' took longer than a stock may take")
    }

    /// The failure of a stock whose prices are others than those asked for.
    package static func pricesChanged(_ ticker: String) -> StockFailure {
        StockFailure(
            code: .pricesChanged,
            message: "the prices of '\(ticker)' are no longer those that its result rests on")
    }
}
