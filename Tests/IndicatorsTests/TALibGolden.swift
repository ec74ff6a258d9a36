import Testing

@testable import Indicators

/// A line of `talib.csv` or `candlesticks.csv`: what TA-Lib 0.8.1 made of a series.
struct TALibGolden: Sendable {
    let function: String
    let parameters: [String: Double]
    let ticker: String
    let output: String
    let firstIndex: Int
    let count: Int
    let sum: Double
    /// The values of some bars; NaN where there was none.
    let values: [(bar: Int, value: Double)]

    static let all = lines(of: "talib")
    static let candlesticks = lines(of: "candlesticks")

    private static func lines(of file: String) -> [TALibGolden] {
        ((try? GoldenBars.file(file)) ?? "")
            .split(separator: "\n").dropFirst().compactMap { TALibGolden($0) }
    }

    private init?(_ line: Substring) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 8, let firstIndex = Int(fields[4]), let count = Int(fields[5]),
            let sum = Double(fields[6])
        else { return nil }
        function = String(fields[0])
        parameters = Dictionary(
            uniqueKeysWithValues: fields[1].split(separator: " ").map { parameter in
                let parts = parameter.split(separator: "=")
                return (String(parts[0]), Double(parts[1]) ?? .nan)
            })
        ticker = String(fields[2])
        output = String(fields[3])
        self.firstIndex = firstIndex
        self.count = count
        self.sum = sum
        values = fields[7].split(separator: ";").map { row in
            let parts = row.split(separator: ":", omittingEmptySubsequences: false)
            return (Int(parts[0]) ?? -1, Double(parts[1]) ?? .nan)
        }
    }

    /// Whether two values count as equal: to 1e-9 of them, or of 1.
    static func isNear(_ value: Double, _ expected: Double) -> Bool {
        value.isNaN && expected.isNaN
            || (value - expected).magnitude <= 1e-9 * max(1, expected.magnitude)
    }

    /// Compares a column with the line; bars that `excepted` names may differ.
    func check(_ column: [Double], first: Int, excepted: (Int) -> Bool = { _ in false }) {
        let place = "\(function) \(parameters) \(ticker) \(output)"
        #expect(first == firstIndex, "\(place)")
        let wrong = values.filter { bar, expected in
            bar >= firstIndex && !excepted(bar) && !Self.isNear(column[bar], expected)
        }
        let shown = wrong.prefix(3).map { "\($0.bar): \(column[$0.bar]), expected \($0.value)" }
        #expect(wrong.isEmpty, "\(place) \(shown)")
        let early = column.prefix(firstIndex).filter { !$0.isNaN }
        #expect(early.isEmpty, "\(place): values before the first index")
        guard !column.indices.contains(where: excepted) else { return }
        let present = column.filter { !$0.isNaN }
        // Of functions of whole numbers, TA-Lib has zeros before the first index.
        if count != column.count { #expect(present.count == count, "\(place)") }
        // Where values of both signs nearly cancel, the sum is as good as they are.
        let scale = present.reduce(0) { $0 + $1.magnitude }
        let isNear = (present.reduce(0, +) - sum).magnitude <= max(1e-9, 1e-11 * scale)
        #expect(isNear, "\(place): the sum")
    }
}
