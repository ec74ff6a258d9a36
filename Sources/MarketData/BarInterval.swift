/// How much time a bar covers, spelled as Yahoo's chart API spells it.
package enum BarInterval: String, CaseIterable, Sendable {
    case oneMinute = "1m"
    case twoMinutes = "2m"
    case fiveMinutes = "5m"
    case fifteenMinutes = "15m"
    case thirtyMinutes = "30m"
    case oneHour = "1h"
    case ninetyMinutes = "90m"
    case day = "1d"
    case fiveDays = "5d"
    case week = "1wk"
    case month = "1mo"
    case threeMonths = "3mo"

    /// The interval of that spelling; `60m` is `1h`.
    package init?(_ text: String) {
        guard let interval = BarInterval(rawValue: text == "60m" ? "1h" : text) else { return nil }
        self = interval
    }

    /// Whether a bar is shorter than a day, so that its time needs a minute.
    package var isIntraday: Bool {
        switch self {
        case .oneMinute, .twoMinutes, .fiveMinutes, .fifteenMinutes, .thirtyMinutes, .oneHour,
            .ninetyMinutes:
            true
        case .day, .fiveDays, .week, .month, .threeMonths: false
        }
    }
}
