import Backtesting
import StrategyText
import Testing

@testable import StrategyFiles

@Suite(.timeLimit(.minutes(1)))
struct RuleInWordsTests {
    /// What a statement says, in a file that has a tag and a column.
    private func words(_ statement: String) throws -> String {
        let text = """
            strategy "x" language 1
            d = atr(14)
            enter long as dip when close < open
            \(statement)

            """
        let report = StrategyCheckReport(Array(text.utf8))
        let program = try #require(report.program, "\(report.rendered(file: "x"))")
        return program.words(for: try #require(program.rules.last))
    }

    @Test(arguments: [
        ("enter long when close crosses above d", "Enter long when close crosses above d."),
        (
            "enter short as peak when close[1] >= high and not flat \"Its own.\"",
            "Enter short, as 'peak', when close one bar before is at least high and not flat."
        ),
        ("exit long when close != open", "Leave a long position when close is not open."),
        ("exit any when bars_held == 5", "Leave any position when bars_held is 5."),
        (
            "exit dip when close > open",
            "Leave a position that was entered as 'dip' when close is above open."
        ),
        (
            "stop 10%", "Stop: leave a position when the price is 10% worse than that of the entry."
        ),
        (
            "stop long 2 * d",
            "Stop: leave a long position when the price is 2 * d worse than that of the entry."
        ),
        ("stop d", "Stop: leave a position when the price is d worse than that of the entry."),
        (
            "target dip 2 * d",
            "Target: leave a position that was entered as 'dip' when the price is 2 * d better "
                + "than that of the entry."
        ),
        (
            "stop at low[1]",
            "Stop: leave a position when the price has fallen to low one bar before, or in a short "
                + "risen to it; each close sets that price anew."
        ),
        (
            "target short at d",
            "Target: leave a short position when the price has fallen to d; each close sets that "
                + "price anew."
        ),
        (
            "trail any 3 * d",
            "Trailing stop: leave a position when the price has come back 3 * d from its best since "
                + "the entry."
        ),
        (
            "trail 5%",
            "Trailing stop: leave a position when the price has come back 5% from its best since "
                + "the entry."
        ),
        ("size 50%", "Each entry takes 50% of what the account is worth."),
        ("size 100 shares", "Each entry takes 100 shares."),
        (
            "risk 1% over 2 * d",
            "Each entry is of such a size that it loses 1% of what the account is worth when the "
                + "price goes 2 * d against it; it takes no more than position_size_pct per cent."
        ),
        ("allow reversal", "An entry for the other side turns a position around in one step."),
        ("rank d", "d is kept with each entry, to sort them by."),
    ])
    func aStatementIsASentence(statement: String, expected: String) throws {
        #expect(try words(statement) == expected)
    }

    @Test func everyRuleOfTheProgramsStrategiesHasASentence() throws {
        for strategy in StrategyFolder.builtIn.library().declarations {
            let text = try StrategyFolder.builtIn.file(named: strategy.name).text
            let program = try #require(StrategyCheckReport(text).program)
            for rule in program.rules {
                let words = program.words(for: rule)
                #expect(words.hasSuffix(".") && !words.contains("  "), "\(strategy.name): \(words)")
            }
        }
    }
}
