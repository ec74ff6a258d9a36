/// The stocks that a scan goes through.
package struct Universe: Hashable, Sendable {
    /// One stock.
    package struct Member: Hashable, Sendable {
        /// The symbol as the universe spells it, such as `BRK.B`.
        package let ticker: String
        /// The company, when the universe knows it.
        package let name: String?
        /// The sector, such as `Health Care`, when the universe knows it.
        package let sector: String?

        /// Makes a member.
        package init(ticker: String, name: String? = nil, sector: String? = nil) {
            self.ticker = ticker
            self.name = name
            self.sector = sector
        }
    }

    /// How a request names it.
    package let name: String
    /// What it is, in a few words.
    package let title: String
    /// The stocks, each once, in the order of the source.
    package let members: [Member]
    /// What to keep in mind about results over it.
    package let note: String?

    /// Makes a universe.
    package init(name: String, title: String, members: [Member], note: String? = nil) {
        self.name = name
        self.title = title
        self.members = members
        self.note = note
    }
}

/// Why a universe cannot be had.
package struct UniverseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The universe as the request names it.
    package let name: String
    /// What is wrong, and where.
    package let reason: String

    /// The name and what is wrong with it.
    package var description: String { "universe '\(name)': \(reason)" }
}
