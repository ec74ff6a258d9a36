import Foundation
import StrategyText
import Testing

/// A strategy of the directory Golden.
struct GoldenStrategy: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String

    var testDescription: String { name }

    /// All of them, by name.
    static let all: [GoldenStrategy] = {
        let directory = Bundle.module.bundleURL.appending(path: "Golden")
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: directory, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "strategy" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .compactMap { file in
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
                return GoldenStrategy(
                    name: file.deletingPathExtension().lastPathComponent, text: text)
            }
    }()

    /// A text with every statement and every form of expression, to be broken by tests.
    static let everyStatement = GoldenStrategy(
        name: "every statement",
        text: """
            strategy "Every \\"statement\\" \\\\ // of it" language 1
            about "É, a text."
            input n = 14 from 2 to 50 step 1 "bars", k = -2.5 from -10 to -.5, f = 1e1, m = 3
            require n < 40 and m != 4 "short enough"  // inputs only
            bands = bbands(close, n, abs(k))
            swing = highest(high, n)[1] - lowest(low, n)[1]
            up = if(bands.upper crosses above bands.middle, true, not (open <= close <= high))
            state age = 0 then if(up, 0, or_else(age[1], 0) + mod(other[2], 3))
            state other = 1 then min(age[1] + 1, f, 5)
            state held = false then in_long and known(last_return) or held[1]
            other_age = sma(age, 3)
            far = at_entry(swing) * 2 + bars_held
            enter long as dip when up and other_age > 0 "it dips"
            enter short
              // a comment between
              when not up and hlc3 < benchmark.close[m] or weekday == 1
            exit dip when held or bars_since(close > open) > 5
            exit any when close == entry_price and first_of_day
            stop k * -2%
            stop dip at low - far
            target long 2 * atr(14)
            trail short 20%
            risk 1% over max(atr(20), 0.01, sqrt(close))
            allow reversal
            rank round(-close[n] / ohlc4)

            """)
}

extension [GoldenStrategy] {
    /// The examples, and the text with every statement.
    static let broken = GoldenStrategy.all + [GoldenStrategy.everyStatement]
}
