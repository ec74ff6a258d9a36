/// What was probably meant by a name that there is not.
enum Suggestion {
    /// The longest name that is compared; a longer one is a mistake of another kind.
    private static let longest = 40

    /// The nearest of the names, when it is near; O(names · length²).
    static func nearest(to name: String, in names: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        let most = wanted.count <= 3 ? 1 : wanted.count <= 6 ? 2 : 3
        var best: (distance: Int, name: String)?
        for candidate in names {
            let other = Array(candidate.utf8)
            guard abs(other.count - wanted.count) <= most, !other.isEmpty else { continue }
            let distance = distance(wanted, other)
            guard distance <= most, distance < max(wanted.count, other.count) else { continue }
            if let known = best,
                (known.distance, known.name) <= (distance, candidate)
            {
                continue
            }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// The question that ends a message, or nothing.
    static func question(for name: String, in names: some Sequence<String>) -> String {
        nearest(to: name, in: names).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// A name as a message shows it: its start, when it is very long.
    static func shown(_ name: String) -> String {
        name.utf8.count <= longest ? name : String(name.prefix(longest)) + "…"
    }

    /// Letters to add, remove, change or exchange with the next until the two are equal.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var next = [i + 1]
            for (j, other) in right.enumerated() {
                var least = min(next[j] + 1, row[j + 1] + 1, row[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                    least = min(least, before[j - 1] + 1)
                }
                next.append(least)
            }
            before = row
            row = next
        }
        return row[right.count]
    }

    /// Functions that are called otherwise elsewhere, with the name here.
    static let renamed: [String: String] = [
        "smma": "rma", "wilder": "rma", "bb": "bbands", "bollinger": "bbands",
        "bollinger_bands": "bbands", "wpr": "willr", "williams_r": "willr", "kc": "keltner",
        "stochastic": "stoch", "linreg": "linearreg", "stdev": "stddev", "std": "stddev",
        "variance": "var", "hhv": "highest", "llv": "lowest", "rolling_max": "highest",
        "rolling_min": "lowest", "barssince": "bars_since", "valuewhen": "value_when",
        "ma": "sma", "mean": "sma", "average": "sma", "moving_average": "sma", "momentum": "mom",
        "tr": "trange", "truerange": "trange", "true_range": "trange", "psar": "sar",
        "cumsum": "cum", "diff": "change", "iif": "if", "iff": "if", "ifelse": "if",
        "absolute": "abs", "power": "pow", "super_trend": "supertrend",
    ]

    private static let before = "write x[1] for the value one bar before"

    /// Functions of elsewhere that are more than another name here.
    static let sentences: [String: String] = [
        "crossover": "write: a crosses above b", "crossunder": "write: a crosses below b",
        "crossabove": "write: a crosses above b", "crossbelow": "write: a crosses below b",
        "crossed_above": "write: a crosses above b", "crossed_below": "write: a crosses below b",
        "crosses": "write: a crosses above b, or a crosses below b",
        "cross": "write: a crosses above b, or a crosses below b",
        "iif": "write if(condition, a, b)", "iff": "write if(condition, a, b)",
        "dmi": "write adx(n), plus_di(n) or minus_di(n) for the lines of dmi",
        "nz": "write or_else(x, 0) for nz(x)", "fixnan": "write or_else(x, y)",
        "na": "write not known(x) for na(x)", "isnan": "write not known(x) for isnan(x)",
        "null": "write not known(x)", "isnull": "write not known(x)",
        "ref": before, "shift": before, "delay": before, "lag": before,
        "security": "language 1 knows no other timeframe or ticker",
        "avg": "write (a + b) / 2, or sma(x, n) for a mean over bars",
        "pivothigh": "write fractal(…), which knows a swing only once it is complete",
    ]
}
