internal import Backtesting

/// The values that one input takes in a sweep.
package struct InputAxis: Hashable, Sendable {
    /// The input.
    package let name: String
    /// Its values, each once, in the order in which they were named.
    package let values: [Double]
    /// How many were named, those that come twice included.
    let named: Int

    /// The most values of one input.
    static let mostValues = 100_000

    /// Why a text names no values.
    struct Fault: Error {
        let detail: String
    }

    private init(name: String, all values: [Double]) {
        var seen: Set<Double> = []
        self.name = name
        self.values = values.filter { seen.insert($0).inserted }
        named = values.count
    }

    /// Reads `NAME=a..b:step`, `NAME=a..b`, `NAME=v1,v2` or `NAME=v`.
    init(_ text: String, of declaration: StrategyDeclaration) throws(Fault) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw Fault(
                detail: "\"\(text)\" is no NAME=a..b:step, NAME=a..b or NAME=v1,v2, such as "
                    + "period=10..50:5")
        }
        let name = parts[0].trimmed
        guard let input = declaration.parameters.first(where: { $0.name == name }) else {
            let known = declaration.parameters.map { "'\($0.name)'" }.joined(separator: ", ")
            throw Fault(
                detail: "'\(declaration.name)' has no input '\(name)'; it has \(known)")
        }
        let values =
            if let range = parts[1].firstRange(of: "..") {
                try Self.range(
                    parts[1][..<range.lowerBound].trimmed, parts[1][range.upperBound...], input)
            } else {
                try Self.list(parts[1], input)
            }
        for value in values { try Self.check(value, input, declaration) }
        self.init(name: name, all: values)
    }

    /// The values of an input's own range; nil where it has none, or no step.
    init?(ownRangeOf input: ParameterDeclaration) {
        guard let range = input.range, input.step > 0,
            let values = try? Self.range(
                "\(range.lowerBound)", "\(range.upperBound):\(input.step)", input)
        else { return nil }
        self.init(name: input.name, all: values)
    }

    private static func list(
        _ text: some StringProtocol, _ input: ParameterDeclaration
    ) throws(Fault) -> [Double] {
        var values: [Double] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.append(try number(part.trimmed, input).double)
        }
        return values
    }

    /// start + k · step, in decimal, then the nearest double.
    private static func range(
        _ first: String, _ rest: some StringProtocol, _ input: ParameterDeclaration
    ) throws(Fault) -> [Double] {
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmed)
        guard (1...2).contains(parts.count) else {
            throw Fault(detail: "'\(input.name)' has a range a..b:step with one step")
        }
        guard parts.count == 2 || input.step > 0 else {
            throw Fault(
                detail: "'\(input.name)' has no step of its own: write "
                    + "\(input.name)=\(first)..\(parts[0]):STEP")
        }
        let (start, end) = (try number(first, input), try number(parts[0], input))
        let step = try number(parts.count == 2 ? parts[1] : "\(input.step)", input)
        let places = max(start.places, end.places, step.places)
        guard let low = start.scaled(to: places), let high = end.scaled(to: places),
            let width = step.scaled(to: places)
        else { throw Fault(detail: "'\(input.name)' has numbers with too many digits") }
        guard width > 0 else {
            throw Fault(detail: "'\(input.name)' has the step \(step.double); it must be above 0")
        }
        guard low <= high else {
            throw Fault(
                detail: "'\(input.name)' goes from \(first) to \(parts[0]), which is empty: write "
                    + "the smaller number first")
        }
        let (span, isBeyond) = high.subtractingReportingOverflow(low)
        guard !isBeyond else { throw Fault(detail: "'\(input.name)' has a range without end") }
        let count = span / width + 1
        guard count <= mostValues else {
            throw Fault(
                detail:
                    "'\(input.name)' has \(count) values; at most \(mostValues) are tried: take "
                    + "a larger step")
        }
        return (0..<Int(count)).map {
            DecimalNumber.double(low + Int128($0) * width, places: places)
        }
    }

    private static func number(
        _ text: String, _ input: ParameterDeclaration
    ) throws(Fault) -> DecimalNumber {
        guard let number = DecimalNumber(text) else {
            throw Fault(detail: "'\(input.name)' has \"\(text)\", which is no number")
        }
        return number
    }

    private static func check(
        _ value: Double, _ input: ParameterDeclaration, _ declaration: StrategyDeclaration
    ) throws(Fault) {
        do throws(BacktestError) {
            _ = try ParameterValues([input.name: value], for: declaration)
        } catch {
            throw Fault(detail: error.description)
        }
    }
}

extension StringProtocol {
    /// The text without space around it.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
