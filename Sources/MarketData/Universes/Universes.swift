internal import Foundation

/// The universes that a request can name.
package enum Universes {
    /// What a request can write, as one shows it to a user.
    package static let usage = ["sp500", "bundled", "file:PATH"]

    /// The universes that come with the program.
    ///
    /// Throws `PriceError` when their files cannot be read; they are read once a process.
    package static var all: [Universe] {
        get throws(PriceError) { try builtIn.get() }
    }

    /// The universe of that name: `sp500`, `bundled`, or `file:` and the path of a list.
    ///
    /// With `directories`, a list is read only if it lies in one of them, links resolved. Throws
    /// `UniverseError` when there is none or the list is wrong; blocks while it is read.
    package static func named(
        _ name: String, in directories: [String]? = nil
    ) throws -> Universe {
        if name.hasPrefix(filePrefix) {
            let path = String(name.dropFirst(filePrefix.count))
            return try UniverseFile(path: path, name: name).universe(in: directories)
        }
        if let universe = try all.first(where: { $0.name == name }) { return universe }
        let known = usage.map { "'\($0)'" }.list
        throw UniverseError(name: name, reason: "there is no such universe; there are \(known)")
    }

    /// The sector of a ticker of today's S&P 500, dash or point; nil when it is none of them.
    package static func sector(of ticker: String) throws(PriceError) -> String? {
        try constituents.get().member(ticker)?.sector
    }

    private static let filePrefix = "file:"

    /// The S&P 500 and its members by ticker.
    private struct Constituents {
        let universe: Universe
        let members: [String: Universe.Member]

        func member(_ ticker: String) -> Universe.Member? {
            members[ticker]
                ?? TickerSpelling.alternatives(to: ticker).lazy.compactMap { members[$0] }.first
        }
    }

    private static let constituents = Result<Constituents, PriceError> { () throws(PriceError) in
        let fileName = "sp500-constituents-2026-08-08.csv"
        let bytes = try readResource(resource(fileName))
        let members: [Universe.Member]
        do {
            members = try UniverseFile(path: fileName, name: "sp500").members(bytes.span)
        } catch {
            throw PriceError(.internal, "\(error)")
        }
        let universe = Universe(
            name: "sp500", title: "S&P 500, members of 2026-08-08", members: members,
            note: "Today's members on past prices: survivorship bias. Companies that left the "
                + "index or failed are not among them, so results look better than they were.")
        return Constituents(
            universe: universe,
            members: Dictionary(uniqueKeysWithValues: members.map { ($0.ticker, $0) }))
    }

    private static let builtIn = Result<[Universe], PriceError> { () throws(PriceError) in
        let sp500 = try constituents.get()
        let members = try BundledPrices.load().tickers.map { ticker in
            let member = sp500.member(ticker)
            return Universe.Member(ticker: ticker, name: member?.name, sector: member?.sector)
        }
        let bundled = Universe(
            name: BundledPrices.sourceName, title: "The tickers of the bundled prices",
            members: members,
            note: "The S&P 500 of early 2018 on prices since 2013: survivorship bias. Names and "
                + "sectors are those of 2026, and missing for those that left since.")
        return [sp500.universe, bundled]
    }
}
