extension StrategyLibrary {
    /// The strategies that come with the program; a new one is added here, and nowhere else.
    ///
    /// The first twelve are those of the origin, with its parameters and defaults.
    package static let builtIn = StrategyLibrary([
        StrategyRecipe(BollingerBandsStrategy.self),
        StrategyRecipe(WilliamsRStrategy.self),
        StrategyRecipe(RSIStochasticStrategy.self),
        StrategyRecipe(MoneyFlowIndexStrategy.self),
        StrategyRecipe(KeltnerChannelStrategy.self),
        StrategyRecipe(CCIATRStrategy.self),
        StrategyRecipe(ADXStrategy.self),
        StrategyRecipe(AlligatorStrategy.self),
        StrategyRecipe(TEMACrossoverStrategy.self),
        StrategyRecipe(TEMAMACDStrategy.self),
        StrategyRecipe(MomentumMultiStrategy.self),
        StrategyRecipe(CMFATRMACDStrategy.self),
        StrategyRecipe(SMACrossStrategy.self),
        StrategyRecipe(EMACrossStrategy.self),
        StrategyRecipe(RSIStrategy.self),
        StrategyRecipe(MACDStrategy.self),
        StrategyRecipe(DonchianStrategy.self),
        StrategyRecipe(MomentumStrategy.self),
        StrategyRecipe(BuyAndHoldStrategy.self),
    ])
}
