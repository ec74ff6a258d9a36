extension ScanEvent {
    /// Whether the best set is more than luck; `Schemas/judgement.md` has the formulas.
    package struct SweepJudged: EventForm {
        package static let type: StaticString = "sweep_judged"
        package static let about: StaticString = """
            The best set, and how likely it is luck; Schemas/judgement.md has the formulas and their \
            sources. Comes right before sweep_completed.
            """

        /// The place of the best set; nil where no set has the objective.
        package var best: Int?
        /// Its objective.
        package var objective: Double?
        /// The mean objective of its neighbours.
        package var neighbours: Double?
        /// How many periods, such as days, the returns have.
        package var periods = 0
        /// The Sharpe ratio of its returns, a year.
        package var sharpeRatio: Double?
        /// The skewness of its returns.
        package var skewness: Double?
        /// The kurtosis of its returns; 3 of a normal distribution.
        package var kurtosis: Double?
        /// The variance of the sets' Sharpe ratios a period.
        package var variance: Double?
        /// The mean correlation of the sets' returns.
        package var correlation: Double?
        /// How many independent trials the sets amount to.
        package var effectiveSets: Double?
        /// The Sharpe ratio a year that luck alone gives to so many sets.
        package var luckySharpe: Double?
        /// The same of the effective number.
        package var luckySharpeEffective: Double?
        /// The deflated Sharpe ratio by the number of sets: the probability of skill.
        package var deflated: Double?
        /// The same by the effective number.
        package var deflatedEffective: Double?
        /// The probability of backtest overfitting.
        package var overfitting: Double?
        /// What is to be thought of it.
        package var verdict = "none"
        /// The same in plain words.
        package var sentences: [String] = []
        /// What holding the same stocks, or the benchmark, made.
        package var benchmark = PortfolioStatistics()
        /// Seconds since the sweep started.
        package var elapsed = 0.0

        package var event: ScanEvent { .sweepJudged(self) }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("best", &best, .count, "Place of the best set.")
            try form.member("objective", &objective, .any, "Its objective.")
            try form.member(
                "neighbours", &neighbours, .any, "Mean of the objective over its neighbours.")
            try form.member(
                "periods", &periods, .count, "How many periods, such as days, the returns have.")
            try form.member(
                "sharpe_ratio", &sharpeRatio, .any, "Sharpe ratio of its returns, a year.")
            try form.member("skewness", &skewness, .any, "Skewness of its returns.")
            try form.member("kurtosis", &kurtosis, .any, "Kurtosis of its returns; normal is 3.")
            try form.member(
                "variance", &variance, .notNegative,
                "Variance of the sets' Sharpe ratios, not annualised.")
            try form.member(
                "correlation", &correlation, .any, "Mean correlation of the sets' returns.")
            try form.member(
                "effective_sets", &effectiveSets, .notNegative,
                "How many independent trials the sets amount to.")
            try luckMembers(&form)
            try form.member("verdict", &verdict, .verdict, "What is to be thought of the best set.")
            try form.member("sentences", &sentences, .each(.part), "The same in plain words.")
            try form.object("benchmark", &benchmark)
            try form.member("elapsed", &elapsed, .elapsed)
        }

        private mutating func luckMembers<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "lucky_sharpe", &luckySharpe, .any,
                "Sharpe ratio a year that luck alone gives to the best of all sets.")
            try form.member(
                "lucky_sharpe_effective", &luckySharpeEffective, .any,
                "The same of the effective number of sets.")
            try form.member(
                "deflated_sharpe", &deflated, .any,
                "Deflated Sharpe ratio, a probability, by the number of sets.")
            try form.member(
                "deflated_sharpe_effective", &deflatedEffective, .any,
                "The same by the effective number of sets, which the verdict goes by.")
            try form.member(
                "overfitting", &overfitting, .any,
                "Probability of backtest overfitting, by combinatorially symmetric cross-validation."
            )
        }
    }
}
