internal import Backtesting

/// The names that strategies can have, and those that are taken.
package enum StrategyName {
    /// What the name of a file has behind that of its strategy.
    package static let suffix = ".strategy"
    /// The other spelling of each name has this behind it.
    private static let longEnd = "_strategy"
    private static let longest = 64
    /// `/strategies/check` checks a text.
    private static let pathOfItsOwn = "check"
    private static let builtIn = Set(StrategyLibrary.builtIn.declarations.map(\.name))

    /// Refuses what is no name, or the name of a strategy of the program.
    package static func check(_ name: String) throws(StrategyFolderError) {
        guard isWellFormed(name) else { throw .badName(name) }
        guard !isBuiltIn(name), name != pathOfItsOwn else { throw .builtInName(name) }
    }

    /// Whether it is made of the letters of a name, so that it cannot lead anywhere.
    static func isWellFormed(_ name: String) -> Bool {
        1...longest ~= name.utf8.count
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Whether a strategy of the program has that name, in one of its spellings.
    package static func isBuiltIn(_ name: String) -> Bool {
        spellings(name).contains { builtIn.contains($0) }
    }

    /// The names that are meant, the first that there is: as it stands, and without its long end;
    /// none that could lead anywhere.
    static func spellings(_ name: String) -> [String] {
        let names = name.hasSuffix(longEnd) ? [name, String(name.dropLast(longEnd.count))] : [name]
        return names.filter(isWellFormed)
    }
}
