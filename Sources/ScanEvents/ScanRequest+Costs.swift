extension ScanRequest {
    /// What orders, borrowed shares and cash cost and earn besides the commission; each is left out
    /// of a record where it is zero.
    package struct Costs: Hashable, Sendable {
        /// How much worse than its price an order fills, as a fraction of it.
        package var slippage = 0.0
        /// How much worse an order fills besides, in money a share.
        package var slippagePerShare = 0.0
        /// The charge for an order that fills, in money.
        package var fixedFee = 0.0
        /// The charge for each share of an order that fills, in money.
        package var feePerShare = 0.0
        /// The least that an order that fills is charged in all, in money.
        package var minFee = 0.0
        /// What borrowing the shares of a short position costs a year, as a fraction of their value
        /// at its entry.
        package var borrowRate = 0.0
        /// What cash earns a year, as a fraction.
        package var cashRate = 0.0

        /// No costs.
        package init() {}

        /// Takes those that an object has.
        init(_ fields: inout FieldReader) {
            slippage = fields.number("slippage") ?? 0
            slippagePerShare = fields.number("slippage_per_share") ?? 0
            fixedFee = fields.number("fixed_fee") ?? 0
            feePerShare = fields.number("fee_per_share") ?? 0
            minFee = fields.number("min_fee") ?? 0
            borrowRate = fields.number("borrow_rate") ?? 0
            cashRate = fields.number("cash_rate") ?? 0
        }

        /// Shows each member, as it stands in a request, to a visitor.
        mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.unlessZero(
                "slippage", &slippage, .fraction,
                """
                How much worse than its price every order fills, as a fraction of the price. Left \
                out where it is 0.
                """)
            try form.unlessZero(
                "slippage_per_share", &slippagePerShare, .notNegative,
                "How much worse every order fills besides, in money a share. Left out where it is 0."
            )
            try form.unlessZero(
                "fixed_fee", &fixedFee, .notNegative,
                "The charge for an order that fills, in money. Left out where it is 0.")
            try form.unlessZero(
                "fee_per_share", &feePerShare, .notNegative,
                "The charge for each share of an order, in money. Left out where it is 0.")
            try form.unlessZero(
                "min_fee", &minFee, .notNegative,
                """
                The least that an order that fills is charged in all, in money. Left out where it is \
                0.
                """)
            try form.unlessZero(
                "borrow_rate", &borrowRate, .notNegative,
                """
                What borrowing the shares of a short position costs a year of 365 days, as a \
                fraction of their value at its entry. Left out where it is 0.
                """)
            try form.unlessZero(
                "cash_rate", &cashRate, .notNegative,
                """
                What cash earns a year of 365 days, as a fraction. Left out where it is 0.
                """)
        }
    }
}

extension FormVisitor {
    /// Takes a number that is left out where it is zero.
    fileprivate mutating func unlessZero(
        _ name: StaticString, _ value: inout Double, _ kind: NumberForm, _ about: StaticString
    ) throws(Failure) {
        var given = value == 0 ? nil : value
        try optional(name, &given, kind, about)
        value = given ?? 0
    }
}
