import Indicators
import StrategyText

/// Functions with the names, arguments and first indices of the real ones, which compute nothing.
enum Stub {
    /// The catalogue of the tests.
    static let catalogue = FunctionCatalogue(functions)

    private static let x = IndicatorFunction.Argument.series("x")
    private static let n = IndicatorFunction.Argument.length("n", least: 1)

    private static func length(_ name: String, _ least: Int = 1) -> IndicatorFunction.Argument {
        .length(name, least: least)
    }

    private static func stub(
        _ name: String, _ arguments: [IndicatorFunction.Argument], reads: Set<PriceField> = [],
        lines: [String] = [], _ first: @escaping @Sendable ([Int]) -> Int
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, arguments, reads: reads, lines: lines, rule: "A stub.",
            firstIndex: { first($0.map { Int($0) }) }, compute: { _ in [] })
    }

    private static let bars: Set<PriceField> = [.high, .low, .close]

    private static let functions: [IndicatorFunction] = [
        stub("sma", [x, n]) { $0[0] - 1 },
        stub("ema", [x, n]) { $0[0] - 1 },
        stub("rma", [x, n]) { $0[0] - 1 },
        stub("tema", [x, n]) { 3 * $0[0] - 3 },
        stub("rsi", [x, n]) { $0[0] },
        stub("rocp", [x, n]) { $0[0] },
        stub("linearreg", [x, length("n", 2)]) { $0[0] - 1 },
        stub("bbands", [x, length("n", 2), .number("k")], lines: ["lower", "middle", "upper"]) {
            $0[0] - 1
        },
        stub(
            "macd", [x, length("f"), length("s"), length("g")], lines: ["macd", "signal", "hist"]
        ) {
            max($0[0], $0[1]) + $0[2] - 2
        },
        stub("atr", [n], reads: bars) { $0[0] },
        stub("adx", [n], reads: bars) { 2 * $0[0] - 1 },
        stub("willr", [n], reads: bars) { $0[0] - 1 },
        stub("mfi", [n], reads: bars.union([.volume])) { $0[0] },
        stub("cmf", [n], reads: bars.union([.volume])) { $0[0] - 1 },
        stub("cci_bt", [n], reads: bars) { 2 * $0[0] - 2 },
        stub("obv", [], reads: [.close, .volume]) { _ in 0 },
        stub(
            "stoch", [length("n"), length("smooth_k"), length("smooth_d")], reads: bars,
            lines: ["k", "d"]
        ) { $0[0] + $0[1] + $0[2] - 3 },
        stub(
            "keltner", [n, length("m"), .number("k")], reads: bars,
            lines: ["lower", "middle", "upper"]
        ) { max($0[0] - 1, $0[1]) },
        stub("supertrend", [n, .number("k")], reads: bars, lines: ["line", "direction"]) { $0[0] },
        stub(
            "ichimoku", [length("f"), length("s"), length("b")], reads: [.high, .low],
            lines: ["conversion", "base", "span_a", "span_b"]
        ) { $0[2] - 1 + $0[1] - 1 },
        stub("change", [x, n]) { $0[0] },
        stub("sum", [x, n]) { $0[0] - 1 },
        stub("cum", [x]) { _ in 0 },
        stub("highest", [x, n]) { $0[0] - 1 },
        stub("lowest", [x, n]) { $0[0] - 1 },
        stub("rising", [x, n]) { $0[0] },
        stub("falling", [x, n]) { $0[0] },
        stub("count", [.truth("c"), n]) { $0[0] - 1 },
        stub("bars_since", [.truth("c")]) { _ in 0 },
        stub("value_when", [.truth("c"), x]) { _ in 0 },
    ]
}

/// The text of a strategy around a few lines, which begin on line 2.
func program(_ lines: String) throws -> StrategyProgram {
    try StrategyProgram.check("strategy \"T\" language 1\n\(lines)\n", functions: Stub.catalogue)
}

/// The problems of a text, warnings included.
func problems(of text: String) -> [StrategyProblem] {
    do throws(StrategyProblems) {
        return try StrategyProgram.check(text, functions: Stub.catalogue).warnings
    } catch {
        return error.problems
    }
}
