import ArgumentParser
import ScanEvents

/// The options that say what orders, borrowed shares and cash cost and earn.
struct CostOptions: ParsableArguments {
    @Option(help: "The broker's charge per side, as a fraction: 0.001 is 0.1 %.")
    var commission = 0.0

    @Option(help: "How much worse than its price every order fills, as a fraction.")
    var slippage = 0.0

    @Option(help: "How much worse every order fills besides, in money a share.")
    var slippagePerShare = 0.0

    @Option(help: "The charge for an order that fills, in money.")
    var fixedFee = 0.0

    @Option(help: "The charge for each share of an order, in money.")
    var feePerShare = 0.0

    @Option(help: "The least that an order that fills is charged in all, in money.")
    var minFee = 0.0

    @Option(help: "What borrowing the shares of a short position costs a year, as a fraction.")
    var borrowRate = 0.0

    @Option(help: "What cash earns a year, as a fraction.")
    var cashRate = 0.0

    /// All but the commission, as a request has them.
    var others: ScanRequest.Costs {
        var costs = ScanRequest.Costs()
        costs.slippage = slippage
        costs.slippagePerShare = slippagePerShare
        costs.fixedFee = fixedFee
        costs.feePerShare = feePerShare
        costs.minFee = minFee
        costs.borrowRate = borrowRate
        costs.cashRate = cashRate
        return costs
    }
}
