import Backtesting
import StrategyText
import TestSupport
import Testing

@testable import StrategyFiles

/// One strategy of the directory, asked for by its name.
@Suite(.timeLimit(.minutes(1)))
struct StrategyLookupTests {
    private func put(_ text: [UInt8], _ name: String, in directory: String) throws {
        try writeFile(text, to: "\(directory)/\(name).strategy")
    }

    /// What the whole directory tells of a name, and what is told where it alone is asked for.
    private func answers(_ name: String, in directory: String) -> [String] {
        let folder = StrategyFolder(path: directory)
        let providers: [any StrategyProvider] = [folder.library(), folder]
        return providers.map { provider in
            do throws(BacktestError) {
                let strategy = try provider.strategy(name)
                return "\(strategy.declaration.name) \(strategy.program.text)"
            } catch {
                return "\(error.code) \(error)"
            }
        }
    }

    @Test(arguments: [
        ("rsi", []), ("rsi_strategy", []), ("mine", ["exists mine.strategy"]),
        ("mine_strategy", ["exists mine_strategy.strategy", "exists mine.strategy"]),
        ("bad", ["exists bad.strategy"]), ("none", ["exists none.strategy", "names"]),
        ("../mine", ["names"]),
    ])
    func noMoreIsReadThanIsAskedFor(name: String, looks: [String]) async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), "mine", in: directory)
            try put(strategyText(), "other", in: directory)
            try put([0x78], "bad", in: directory)
            let system = RecordingFileSystem()
            let folder = StrategyFolder(path: directory, fileSystem: system)
            _ = try? folder.strategy(name)
            #expect(system.looks == looks)
            // What is only compared with a tape's asks for no list.
            _ = folder.text(of: name)
            #expect(system.looks.count { $0 == "names" } == looks.count { $0 == "names" })
        }
    }

    @Test(arguments: [
        "rsi", "rsi_strategy", "mine", "mine_strategy", "both", "both_strategy", "bad",
        "bad_strategy", "half_strategy", "none", "Mine", "../mine", "check", "*", "",
    ])
    func theAnswerIsThatOfTheWholeDirectory(name: String) async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), "mine", in: directory)
            for both in ["both", "both_strategy"] {
                try put(strategyText(both.utf8.count), both, in: directory)
            }
            try put([0x78], "bad", in: directory)
            try put([0x78], "half_strategy", in: directory)
            try put(strategyText(), "half", in: directory)
            try put(strategyText(), "rsi", in: directory)
            try put(strategyText(), "check", in: directory)
            let answers = answers(name, in: directory)
            #expect(answers[0] == answers[1])
        }
    }

    @Test func aTextIsThatOfTodayOrNone() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory)
            for length in [20, 30] {
                try put(strategyText(length), "mine", in: directory)
                #expect(folder.text(of: "mine")?.utf8.elementsEqual(strategyText(length)) == true)
            }
            #expect(folder.text(of: "rsi") == StrategyLibrary.builtIn.text(of: "rsi"))
            try put([0x78], "mine", in: directory)
            #expect(folder.text(of: "mine") == nil && folder.text(of: "none") == nil)
        }
    }
}
