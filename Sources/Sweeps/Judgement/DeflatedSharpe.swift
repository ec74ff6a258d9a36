internal import PortableMath

/// How likely a Sharpe ratio is more than what the best of several tries has by luck.
///
/// D. Bailey and M. López de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias,
/// Backtest Overfitting and Non-Normality", 2014. All ratios are of a period, not annualised.
package struct DeflatedSharpe: Equatable, Sendable {
    /// The Sharpe ratio that the best of so many tries is expected to have by luck alone.
    package let threshold: Double
    /// The probability that the true ratio is above zero once luck is taken off: from 0 to 1.
    package let probability: Double

    /// Deflates the Sharpe ratio of the best of several tries.
    ///
    /// Nil where it does not exist: of fewer than two returns, of arguments that are not finite or are
    /// below their range, and where the ratio's standard error does not exist.
    ///
    /// - Parameters:
    ///   - best: the Sharpe ratio a period of the best.
    ///   - periods: how many returns it has.
    ///   - skewness: the skewness of the returns.
    ///   - kurtosis: their kurtosis; 3 of a normal distribution.
    ///   - variance: that of the Sharpe ratios of all tries.
    ///   - trials: how many independent tries there were; need not be whole.
    package init?(
        best: Double, periods: Int, skewness: Double, kurtosis: Double, variance: Double,
        trials: Double
    ) {
        guard periods >= 2, trials >= 1, trials.isFinite, variance >= 0, variance.isFinite else {
            return nil
        }
        let spread = 1 - skewness * best + (kurtosis - 1) / 4 * best * best
        guard spread > 0, spread.isFinite else { return nil }
        threshold = variance.squareRoot() * Self.expectedMaximum(of: trials)
        let score =
            (best - threshold) * Double(periods - 1).squareRoot() / spread.squareRoot()
        guard score.isFinite else { return nil }
        probability = Elementary.normalCDF(score)
    }

    /// The expected greatest of so many independent standard normal variables, by the paper's
    /// approximation; 0 of one.
    ///
    /// (1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e)), γ the Euler-Mascheroni constant. Between 1 and
    /// some 1.3, where that is below zero, it counts as 0.
    package static func expectedMaximum(of trials: Double) -> Double {
        guard trials > 1 else { return 0 }
        let gamma = 0.577_215_664_901_532_860_6
        let e = 2.718_281_828_459_045_235_4
        // Φ⁻¹(1 − p) = −Φ⁻¹(p), and 1/N has more digits than 1 − 1/N.
        let first = -Elementary.normalQuantile(1 / trials)
        let second = -Elementary.normalQuantile(1 / (trials * e))
        return max(0, (1 - gamma) * first + gamma * second)
    }
}
