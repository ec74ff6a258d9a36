/// Where strategies are looked up by their names.
package protocol StrategyProvider: Sendable {
    /// The strategy of that name, or of its long spelling; blocks where its file has to be read.
    ///
    /// Throws `unknownStrategy` with the names that there are, or `brokenStrategy`.
    func strategy(_ name: String) throws(BacktestError) -> NamedStrategy

    /// The text of the strategy of that name; nil where there is none that can be used.
    func text(of name: String) -> String?
}

extension StrategyProvider where Self == StrategyLibrary {
    /// The strategies that come with the program.
    package static var builtIn: StrategyLibrary { StrategyLibrary.builtIn }
}
