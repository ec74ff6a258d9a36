/// What a broker takes for orders and for shares that it lends, and what it pays for cash; all zero
/// unless set.
///
/// Each is what a library of the field has under another name: `Schemas/figures.md` tells which.
package struct TradingCosts: Hashable, Sendable {
    /// The charge for an order that fills, as a fraction of its value: from 0 to below 1.
    package var commissionRate: Double
    /// The charge for an order that fills, whatever its size, in money.
    package var fixedFee: Double
    /// The charge for each share of an order that fills, in money.
    package var feePerShare: Double
    /// The least that an order that fills is charged in all, in money.
    package var minFee: Double
    /// How much worse than its price an order fills, as a fraction of it: from 0 to below 1.
    package var slippage: Double
    /// How much worse an order fills besides, in money a share.
    package var slippagePerShare: Double
    /// What borrowing the shares of a short position costs a year of 365 days, as a fraction of
    /// their value at its entry.
    package var borrowRate: Double
    /// What cash earns a year of 365 days, as a fraction.
    package var cashRate: Double

    /// Makes costs; those not given are zero.
    package init(
        commissionRate: Double = 0, fixedFee: Double = 0, feePerShare: Double = 0,
        minFee: Double = 0, slippage: Double = 0, slippagePerShare: Double = 0,
        borrowRate: Double = 0, cashRate: Double = 0
    ) {
        self.commissionRate = commissionRate
        self.fixedFee = fixedFee
        self.feePerShare = feePerShare
        self.minFee = minFee
        self.slippage = slippage
        self.slippagePerShare = slippagePerShare
        self.borrowRate = borrowRate
        self.cashRate = cashRate
    }

    /// What makes no sense: the name in requests, the value, and what it must be.
    package var problems: [(name: String, detail: String)] {
        let fraction = "a fraction from 0 to below 1; 0.1 % is 0.001"
        let rate = "a fraction a year, 0 or more; 3 % is 0.03"
        let money = "an amount of money, 0 or more"
        let rules: [(name: String, value: Double, rule: String)] = [
            ("commission", commissionRate, fraction), ("slippage", slippage, fraction),
            ("slippage_per_share", slippagePerShare, money), ("fixed_fee", fixedFee, money),
            ("fee_per_share", feePerShare, money), ("min_fee", minFee, money),
            ("borrow_rate", borrowRate, rate), ("cash_rate", cashRate, rate),
        ]
        return rules.compactMap { name, value, rule in
            let isGood = value >= 0 && value < (rule == fraction ? 1 : .infinity)
            return isGood ? nil : (name, "\(value) must be \(rule)")
        }
    }

    /// Whether time itself costs or earns something.
    var accrue: Bool { borrowRate != 0 || cashRate != 0 }

    /// The price at which an order for so many shares fills, negative when selling: to the worse
    /// side of the price, and never below 0.
    func fillPrice(_ size: Double, at price: Double) -> Double {
        size > 0
            ? price * (1 + slippage) + slippagePerShare
            : max(0, price * (1 - slippage) - slippagePerShare)
    }

    /// The charge for an order that fills: the fraction of its value and what comes on top of it,
    /// but not less than the least.
    func fee(shares: Double, fraction: Double) -> Double {
        let fee = fraction + fixedFee + feePerShare * shares
        return fee < minFee ? minFee : fee
    }
}
