/// The strategies there are.
package enum Strategies {
    /// A new strategy is added here, and nowhere else.
    ///
    /// The first twelve are those of the origin, with its parameters and defaults.
    private static let entries = [
        Entry(BollingerBandsStrategy.self),
        Entry(WilliamsRStrategy.self),
        Entry(RSIStochasticStrategy.self),
        Entry(MoneyFlowIndexStrategy.self),
        Entry(KeltnerChannelStrategy.self),
        Entry(CCIATRStrategy.self),
        Entry(ADXStrategy.self),
        Entry(AlligatorStrategy.self),
        Entry(TEMACrossoverStrategy.self),
        Entry(TEMAMACDStrategy.self),
        Entry(MomentumMultiStrategy.self),
        Entry(CMFATRMACDStrategy.self),
        Entry(SMACrossStrategy.self),
        Entry(EMACrossStrategy.self),
        Entry(RSIStrategy.self),
        Entry(MACDStrategy.self),
        Entry(DonchianStrategy.self),
        Entry(MomentumStrategy.self),
        Entry(BuyAndHoldStrategy.self),
    ]

    /// All strategies, in the order to show them.
    package static let all = entries.map(\.declaration)

    /// The strategy of that name; `bollinger_bands_strategy` means `bollinger_bands`.
    ///
    /// Throws `unknownStrategy` with the names that there are.
    package static func named(_ name: String) throws(BacktestError) -> StrategyDeclaration {
        try entry(name).declaration
    }

    /// The strategy of that name with its parameters settled, ready to run.
    ///
    /// Parameters not given have their defaults. Throws `unknownStrategy`, or
    /// `invalidParameters` with one problem for each wrong one.
    package static func resolve(
        _ name: String, parameters: [String: Double] = [:]
    ) throws(BacktestError) -> ConfiguredStrategy {
        let entry = try entry(name)
        return entry.configure(try ParameterValues(parameters, for: entry.declaration))
    }

    private static func entry(_ name: String) throws(BacktestError) -> Entry {
        let suffix = "_strategy"
        let short = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard let entry = entries.first(where: { $0.declaration.name == short }) else {
            throw BacktestError.unknownStrategy(name, known: entries.map(\.declaration.name))
        }
        return entry
    }

    private struct Entry: Sendable {
        let declaration: StrategyDeclaration
        let configure: @Sendable (ParameterValues) -> ConfiguredStrategy

        init<S: Strategy>(_ type: S.Type) {
            declaration = type.declaration
            configure = { ConfiguredStrategy(S($0), parameters: $0) }
        }
    }
}
