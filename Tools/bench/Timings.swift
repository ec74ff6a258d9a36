import Foundation

/// Times of several rounds, in seconds.
struct Timings {
    private let seconds: [Double]

    init(_ seconds: [Double]) {
        self.seconds = seconds.sorted()
    }

    /// The middle one.
    var median: Double { quantile(0.5) }

    /// The least time that a share of the rounds stays within.
    func quantile(_ share: Double) -> Double {
        seconds[min(seconds.count - 1, Int((Double(seconds.count) * share).rounded(.down)))]
    }

    /// The median with the spread: `1.23 s (1.20–1.31)`.
    var description: String {
        "\(Self.text(median)) (\(Self.text(quantile(0)))–\(Self.text(quantile(1))))"
    }

    /// The same as a rate of so many things: `1.23 M/s (1.20–1.31)`.
    func rate(of count: Int) -> String {
        let rates = [median, quantile(1), quantile(0)].map { Self.rate(Double(count) / $0) }
        return "\(rates[0])/s (\(rates[1])–\(rates[2]))"
    }

    /// A time with three digits and a fitting unit.
    static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-3: String(format: "%.0f µs", seconds * 1e6)
        case ..<1: String(format: "%.2f ms", seconds * 1e3)
        default: String(format: "%.2f s", seconds)
        }
    }

    /// A number with three digits and a fitting unit.
    static func rate(_ number: Double) -> String {
        switch number {
        case ..<1e3: String(format: "%.0f", number)
        case ..<1e6: String(format: "%.3g k", number / 1e3)
        default: String(format: "%.3g M", number / 1e6)
        }
    }
}

/// Seconds that `work` takes.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return start.duration(to: .now) / .seconds(1)
}
