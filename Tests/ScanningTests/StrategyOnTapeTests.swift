import Backtesting
import EventLog
import PriceSources
import Projections
import ScanEvents
import StockWork
import StrategyText
import Tapes
import TestSupport
import Testing

@testable import Scanning

/// The tape has the text of its strategy, and a scan goes on with that text.
@Suite(.timeLimit(.minutes(3)))
struct StrategyOnTapeTests {
    private static let text = """
        strategy "Mine" language 1
        // Über und über: €
        input n = 10 from 2 to 50
        enter long when close crosses above sma(close, n)
        exit long when close crosses below sma(close, n)

        """
    private static let tickers = ["AAPL", "MSFT", "XOM"]
    private let clock = ManualClock()
    private let sources = PriceCatalog(files: .anywhere, cacheDirectory: nil)

    private static func request(
        _ text: String? = text, name: String = "mine", from: String? = nil
    ) -> ScanRequest {
        ScanRequest(
            strategy: name, strategyText: text, parameters: ["n": 20], startDate: "2016-01-04",
            tradeFrom: from, tickers: tickers)
    }

    private static func library(_ text: String) throws -> StrategyLibrary {
        StrategyLibrary([try NamedStrategy("mine", text: Array(text.utf8))])
    }

    private func plan(_ request: ScanRequest) throws(ScanRefusal) -> ScanPlan {
        try ScanPlan(request, strategies: .builtIn, sources: sources)
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    private func problems(_ request: ScanRequest) -> [RequestProblem] {
        do throws(ScanRefusal) {
            _ = try plan(request)
            return []
        } catch {
            guard case .invalid(let invalid) = error else { return [] }
            return invalid.problems
        }
    }

    // MARK: Parts

    @Test(arguments: [1, 9_999, 10_000, 10_001, 20_000, 65_535])
    func aTextOfAnyLengthIsCutIntoPartsThatMakeTheWhole(bytes: Int) throws {
        for letter in ["a", "é", "€", "\u{1f600}", "\"", "\u{1}"] {
            let text = String(repeating: letter, count: max(1, bytes / letter.utf8.count))
            let parts = ScanEvent.recorded(text)
            #expect(parts.allSatisfy { 1...10_000 ~= $0.text.utf8.count })
            // A letter of four bytes may leave three free.
            #expect(parts.dropLast().allSatisfy { $0.text.utf8.count > 9_996 })
            let longest = parts.map { ScanEvent.strategyRecorded($0).recordBody.count }.max()
            #expect(try #require(longest) <= LogWriter.maxBodyBytes)
            var gathered: RecordedStrategy?
            for part in parts {
                #expect(gathered?.isWhole != true)
                RecordedStrategy.gather(part, into: &gathered)
            }
            let whole = try #require(gathered)
            #expect(whole.text == Array(text.utf8) && whole.isSound)
        }
    }

    @Test func aPartThatDoesNotGoOnIsNotTaken() throws {
        let parts = ScanEvent.recorded(String(repeating: "a", count: 30_000))
        var gathered: RecordedStrategy?
        for part in [parts[0], parts[2], parts[1], parts[1], parts[2]] {
            RecordedStrategy.gather(part, into: &gathered)
        }
        #expect(gathered?.isSound == true)
        var other = parts[0]
        other.digest = String(repeating: "0", count: 64)
        RecordedStrategy.gather(other, into: &gathered)
        #expect(gathered?.isWhole == false, "one with offset 0 begins afresh")
    }

    /// `ScanEvents` lies below the language, and has a limit of its own.
    @Test func aRequestTakesTheLongestTextOfTheLanguage() {
        #expect(ScanRequest.maxTextBytes == StrategyProgram.mostBytes)
    }

    // MARK: Requests

    /// Has no strategies, and notes who asks for one.
    private struct NotAsked: StrategyProvider {
        func strategy(_ name: String) throws(BacktestError) -> NamedStrategy {
            Issue.record("asked for \(name)")
            throw .unknownStrategy(name, known: [])
        }

        func text(of name: String) -> String? { nil }
    }

    @Test func whereThereIsATextNoStrategyIsAskedFor() async throws {
        #expect(
            try ScanPlan(Self.request(), strategies: NotAsked(), sources: sources)
                .request.strategy == "mine")
        try await withTemporaryDirectory { directory in
            let job = try await cutOff(in: directory)
            let scan = try await Scan.resuming(
                job, in: try await open(directory), strategies: NotAsked(), sources: sources)
            #expect(scan.change == nil)
            try await scan.complete()
        }
    }

    @Test func eachStockHasItsShareOfWhatAScanMayCost() throws {
        #expect(try plan(Self.request()).order.stocks == Self.tickers.count)
    }

    @Test func aTextIsScannedAndStandsOnTheTapeButNotInTheRequest() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(Self.request())
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let state = try await store.reader(of: recorder.job).scanState()
            #expect(state.requested?.request.strategy == "mine")
            #expect(state.requested?.request.strategyText == nil)
            #expect(state.requested?.request.parameters == ["n": 20, "position_size_pct": 95])
            #expect(state.strategy?.text == Array(Self.text.utf8))
            #expect(state.strategy?.isSound == true && state.strategy?.language == 1)
            #expect(state.stocks.count == 3)
            let trades = state.stocks.reduce(0) { $0 + $1.result.totalTrades }
            let rules = try #require(state.rules)
            #expect(rules.stocks == 3 && rules.rules.map(\.line) == [4, 5])
            #expect(trades > 0 && rules.rules[0].orders >= trades)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aRuleThatSaysItselfThatItIsNeverTrueIsNotWarnedOf() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(ScanRequest(strategy: "buy_and_hold", tickers: ["AAPL"]))
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let rules = try await store.reader(of: recorder.job).scanState().rules
            #expect(rules?.rules.map(\.line) == [4] && rules?.warnings == [])
        }
    }

    @Test(arguments: [
        ("Mine", "/strategy"), ("../mine", "/strategy"), ("", "/strategy"),
        (String(repeating: "a", count: 65), "/strategy"), ("rsi", "/strategy"),
        ("rsi_strategy", "/strategy"),
    ])
    func aTextNeedsANameOfItsOwn(name: String, pointer: String) {
        #expect(problems(Self.request(name: name)).map(\.pointer) == [pointer])
    }

    @Test func theTextOfABuiltInStrategyMayHaveItsName() throws {
        let text = try #require(StrategyLibrary.builtIn.text(of: "rsi"))
        let request = ScanRequest(strategy: "rsi", strategyText: text, tickers: ["AAPL"])
        #expect(try plan(request).request.strategy == "rsi")
    }

    @Test func allMistakesOfATextAreToldWithTheirPlaces() {
        let text = "strategy \"Mine\" language 1\na = clsoe\nenter long when a > smma(close, 3)\n"
        let problems = problems(Self.request(text))
        #expect(problems.map(\.pointer) == ["/strategy_text", "/strategy_text"])
        #expect(problems[0].detail.hasPrefix("2:5: "))
        #expect(problems[1].detail.hasPrefix("3:21: "))
    }

    @Test(arguments: ["2015-12-31", "2019-01-01", "soon"])
    func tradingBeginsWithinTheDays(from: String) {
        var request = Self.request(from: from)
        request.endDate = "2017-12-29"
        #expect(problems(request).map(\.pointer) == ["/trade_from"])
    }

    @Test func barsBeforeTradingBeginsWarmUpOnly() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let plan = try plan(Self.request(from: "2017-06-01"))
            let recorder = try await plan.record(in: store)
            try await Scan(plan, recorder: recorder).complete()
            let state = try await store.reader(of: recorder.job).scanState()
            #expect(state.requested?.request.tradeFrom == "2017-06-01")
            #expect(state.portfolio?.times.first == "2017-06-01")
            #expect(state.stocks.count == 3)
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    // MARK: Resuming

    /// A scan that was cut off when its first stock was recorded, and goes on with `library`.
    private func resumed(
        with library: StrategyLibrary, in directory: String
    ) async throws -> (change: String?, state: ScanState) {
        let job = try await cutOff(in: directory)
        let store = try await open(directory)
        let scan = try await Scan.resuming(
            job, in: store, strategies: library, sources: sources)
        try await scan.complete()
        return (scan.change, try await store.reader(of: job).scanState())
    }

    /// Records the beginning of a scan, as a process does that ends there.
    private func cutOff(in directory: String) async throws -> JobID {
        let recorder = try await plan(Self.request()).record(in: try await open(directory))
        try await recorder.append([.started(ScanEvent.Started(tickers: Self.tickers))])
        await recorder.close()
        return recorder.job
    }

    /// Records the request of a scan and the first part of its text, as a process does that ends
    /// there.
    private func cutOff(within text: String, in directory: String) async throws -> JobID {
        let plan = try plan(Self.request(text))
        let recorder = try await open(directory).record(
            strategy: Array(ScanEvent.recorded(text).prefix(1))
        ) { job in
            ScanEvent.Requested(
                jobID: job.description, engine: Engine.name, request: plan.request,
                stocks: 3, universeDigest: String(repeating: "0", count: 64))
        }
        await recorder.close()
        return recorder.job
    }

    @Test func aScanGoesOnWithTheTextOfItsTapeWhateverBecameOfTheFile() async throws {
        try await withTemporaryDirectory { directory in
            let changed = Self.text.replacing("exit long when close crosses below", with: "//")
            let same = try await resumed(with: Self.library(Self.text), in: directory + "/same")
            let other = try await resumed(with: Self.library(changed), in: directory + "/other")
            let gone = try await resumed(with: .builtIn, in: directory + "/gone")
            #expect(same.state.phase == .completed && same.state.stocks.count == 3)
            #expect(other.state.timelessResult == same.state.timelessResult)
            #expect(gone.state.timelessResult == same.state.timelessResult)
            #expect(same.change == nil && gone.change == nil)
            #expect(other.change?.hasPrefix("the strategy \"mine\" has changed") == true)
        }
    }

    @Test func aTapeThatWasCutWithinTheTextTakesTheVeryTextOrEnds() async throws {
        let long = Self.text + String(repeating: "// long\n", count: 2_000)
        for (library, phase) in [
            (try Self.library(long), ScanState.Phase.completed),
            (try Self.library(Self.text), .failed), (.builtIn, .failed),
        ] {
            try await withTemporaryDirectory { directory in
                let job = try await cutOff(within: long, in: directory)
                let store = try await open(directory)
                do {
                    try await Scan.resuming(
                        job, in: store, strategies: library, sources: sources
                    ).complete()
                } catch let refusal as ScanRefusal {
                    #expect("\(refusal)".contains("10000 of the"), "\(refusal)")
                }
                let state = try await store.reader(of: job).scanState()
                #expect(state.phase == phase)
            }
        }
    }
}
