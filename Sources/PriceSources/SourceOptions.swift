internal import JSONText
internal import ScanEvents

/// The name of a price source, taken apart: `KIND`, `KIND:PATH`, each with `?option=value&…`.
struct SourceOptions {
    /// The most options of a name.
    private static let most = 64

    let name: String
    let kind: PriceSourceKind
    /// What stands between the colon and the options; empty for a kind that takes no path.
    let path: String
    private var options: [(name: String, value: String)] = []

    /// Takes a name apart; a path may hold a question mark if one with options follows it.
    init(_ name: String) throws(PriceSourceNameError) {
        self.name = name
        let mark = name.lastIndex(of: "?") ?? name.endIndex
        let place = name[..<mark].split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        path = place.count == 2 ? String(place[1]) : ""
        guard let kind = PriceSourceKind(rawValue: String(place[0])),
            kind.takesPath || path.isEmpty
        else { throw PriceSourceNameError(name: name, reason: "there is no such source") }
        self.kind = kind
        guard kind.takesPath != path.isEmpty else {
            throw error("write \(kind.rawValue): and the path of a file or directory")
        }
        guard mark < name.endIndex else { return }
        let given = name[name.index(after: mark)...].split(
            separator: "&", maxSplits: Self.most, omittingEmptySubsequences: false)
        guard given.count <= Self.most else {
            throw error("there are more than \(Self.most) options")
        }
        for option in given {
            let parts = option.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !options.contains(where: { $0.name == parts[0] }) else {
                throw error(
                    "'\(option.cut(toBytes: 40))' is not an option; write name=value, each name once"
                )
            }
            options.append((String(parts[0]), String(parts[1])))
        }
    }

    /// The value of an option that is true or false; nil when it is not given.
    func flag(_ option: String) throws(PriceSourceNameError) -> Bool? {
        switch value(of: option) {
        case nil: return nil
        case "true": return true
        case "false": return false
        case let other?:
            throw error("'\(option)=\(other.cut(toBytes: 40))': write true or false")
        }
    }

    /// How long to wait before each answer, and as it is written; nil when it is not given.
    func delay() throws(PriceSourceNameError) -> (time: Duration, text: String)? {
        guard let text = value(of: "delay") else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        var delay: Duration?
        if let value = Int64(digits), value <= 60_000 {
            switch text.dropFirst(digits.count) {
            case "ms": delay = .milliseconds(value)
            case "s": delay = .seconds(value)
            default: break
            }
        }
        guard let delay, delay <= PriceCatalog.longestDelay else {
            throw error(
                "'\(text.cut(toBytes: 40))' is not a delay; write a whole number of ms or s, such as '20ms', at "
                    + "most 60 s")
        }
        return (delay, text)
    }

    /// Refuses the options that the kind has not.
    func refuseOthers() throws(PriceSourceNameError) {
        let known = kind.options.map(\.name)
        for option in options where !known.contains(option.name) {
            let names = known.map { "'\($0)='" }.joined(separator: ", ")
            throw error(
                "'\(option.name.cut(toBytes: 40))' is not an option of it; there are \(names)")
        }
    }

    private func value(of option: String) -> String? {
        precondition(
            kind.options.contains { $0.name == option }, "its kind does not declare \(option)")
        return options.first { $0.name == option }?.value
    }

    private func error(_ reason: String) -> PriceSourceNameError {
        PriceSourceNameError(name: name, reason: reason)
    }
}

/// A request named a price source that does not exist, or something that it cannot do.
package struct PriceSourceNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field of a request that is at fault.
    package enum Field: String, Sendable {
        /// The source's name or its options.
        case source
        /// The length of a bar.
        case interval
    }

    /// The name as the request gave it.
    package let name: String
    /// The field that is at fault.
    package let field: Field
    /// What is wrong with it.
    package let reason: String

    /// Notes what is wrong with a name.
    package init(name: String, field: Field = .source, reason: String) {
        self.name = name
        self.field = field
        self.reason = reason
    }

    /// The name, what is wrong with it, and the sources that there are.
    package var description: String {
        let known = PriceSourceKind.usage.map { "'\($0)'" }.joined(separator: ", ")
        return "price source '\(name.cut(toBytes: 400))': \(reason)"
            + (field == .source ? "; there are \(known)" : "")
    }
}
