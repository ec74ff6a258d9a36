package import Foundation
internal import ProgramFiles

/// The two files that hold the bundled prices.
///
/// `prices` is gzip of `ticker,date,open,high,low,close,volume` that every tool reads, in blocks
/// (BGZF, section 4.1 of the SAM specification) that are cut between tickers: the header line has
/// a member of its own, and so have the rows of each ticker, or more than one where they exceed
/// 64 KiB. `index` tells which: `ticker,offset,length,rows,first_date,last_date`, offset and
/// length being those of the members, in bytes. `Tools/pack-prices` makes both.
package struct BundledPriceFiles: Sendable {
    /// The prices, `.csv.gz`.
    package let prices: URL
    /// Where the prices of each ticker are, `.index.csv`.
    package let index: URL

    /// Names other files than those that come with the program.
    package init(prices: URL, index: URL) {
        self.prices = prices
        self.index = index
    }

    /// The files that come with the program; throws `internal` when one is missing.
    package static func installed() throws(PriceError) -> BundledPriceFiles {
        BundledPriceFiles(
            prices: try resource("sp500-2013-2018.csv.gz"),
            index: try resource("sp500-2013-2018.index.csv"))
    }
}

/// Where a file that comes with this module is; throws `internal` when it is missing.
func resource(_ fileName: String) throws(PriceError) -> URL {
    do throws(ProgramResourceError) {
        return URL(
            fileURLWithPath: try ProgramResources.path(of: fileName, ofModule: "MarketData"))
    } catch {
        throw PriceError(.internal, "\(error)")
    }
}

/// The bytes of a file that comes with this module; throws `internal` when they cannot be had.
func readResource(_ url: URL) throws(PriceError) -> [UInt8] {
    do {
        return try RegularFile(url.path).bytes(limitBytes: 64 * 1024 * 1024)
    } catch {
        throw unreadableResource(url, error)
    }
}

/// The error of a file that comes with this module, which `RegularFile` could not read.
///
/// Clients of a service see it, so it names no place of the machine.
func unreadableResource(_ url: URL, _ error: any Error) -> PriceError {
    let words = (error as? RegularFileError)?.words ?? "cannot be read"
    return PriceError(.internal, "the program's own file \(url.lastPathComponent) \(words)")
}
