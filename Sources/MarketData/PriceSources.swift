/// The price sources that a request can name.
package enum PriceSources {
    /// The names that resolve, as one shows them to a user.
    package static let usage = ["bundled", "bundled?delay=20ms"]
    /// The longest delay a request may ask for.
    package static let longestDelay = Duration.seconds(60)

    /// Opens the source of that name.
    ///
    /// `bundled`, or `bundled?delay=` and a whole number of `ms` or `s`, at most 60 s. Throws
    /// `PriceSourceNameError` for any other name, and `PriceError` when the source cannot be
    /// read. The first call blocks while the bundled prices load.
    package static func resolve(_ name: String) throws -> any PriceSource {
        let parts = name.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0] == BundledPrices.sourceName else {
            throw PriceSourceNameError(name: name, reason: "there is no such source")
        }
        guard parts.count == 2 else { return try BundledPrices.load() }
        let option = parts[1].split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard option.count == 2, option[0] == "delay" else {
            throw PriceSourceNameError(
                name: name, reason: "'\(parts[1])' is not an option; the only one is 'delay='")
        }
        guard let delay = duration(option[1]) else {
            throw PriceSourceNameError(
                name: name,
                reason: "'\(option[1])' is not a delay; write a whole number of ms or s, "
                    + "such as '20ms', at most 60 s")
        }
        return DelayedPrices(try BundledPrices.load(), name: name, delay: delay)
    }

    private static func duration(_ text: Substring) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = Int64(digits), value <= 60_000 else { return nil }
        let delay: Duration
        switch text.dropFirst(digits.count) {
        case "ms": delay = .milliseconds(value)
        case "s": delay = .seconds(value)
        default: return nil
        }
        return delay <= longestDelay ? delay : nil
    }
}

/// A request named a price source that does not exist, or an option that it does not have.
package struct PriceSourceNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name as the request gave it.
    package let name: String
    /// What is wrong with it.
    package let reason: String

    /// The name, what is wrong with it, and the sources that there are.
    package var description: String {
        let known = PriceSources.usage.map { "'\($0)'" }.joined(separator: ", ")
        return "price source '\(name)': \(reason); there are \(known)"
    }
}
