import Indicators
package import StrategyText

extension StrategyLibrary {
    /// The strategies that come with the program, in the order to show them; the first twelve are
    /// those of the origin, with its parameters and defaults.
    package static let builtIn = StrategyLibrary(
        files.map { name, bytes in
            do throws(StrategyProblems) {
                return try NamedStrategy(name, text: bytes)
            } catch {
                preconditionFailure(error.rendered(file: name + ".strategy"))
            }
        })

    /// Each file of `BuiltIn`, by the name of its strategy.
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("bollinger_bands", PackageResources.bollinger_bands_strategy),
        ("williams_r", PackageResources.williams_r_strategy),
        ("rsi_stochastic", PackageResources.rsi_stochastic_strategy),
        ("mfi", PackageResources.mfi_strategy),
        ("keltner_channel", PackageResources.keltner_channel_strategy),
        ("cci_atr", PackageResources.cci_atr_strategy),
        ("adx", PackageResources.adx_strategy),
        ("alligator", PackageResources.alligator_strategy),
        ("tema_crossover", PackageResources.tema_crossover_strategy),
        ("tema_macd", PackageResources.tema_macd_strategy),
        ("momentum_multi", PackageResources.momentum_multi_strategy),
        ("cmf_atr_macd", PackageResources.cmf_atr_macd_strategy),
        ("sma_cross", PackageResources.sma_cross_strategy),
        ("ema_cross", PackageResources.ema_cross_strategy),
        ("rsi", PackageResources.rsi_strategy),
        ("macd", PackageResources.macd_strategy),
        ("donchian", PackageResources.donchian_strategy),
        ("momentum", PackageResources.momentum_strategy),
        ("buy_and_hold", PackageResources.buy_and_hold_strategy),
    ]
}

extension FunctionCatalogue {
    /// The functions of language 1.
    package static let language1 = FunctionCatalogue(IndicatorCatalogue.language1)
}
