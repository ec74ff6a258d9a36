import StrategyText
import Testing

@Suite struct GoldenTests {
    @Test func thereAreTwentyTwoExamples() {
        #expect(GoldenStrategy.all.count == 22)
    }

    @Test(arguments: GoldenStrategy.all)
    func exampleIsReadWithoutProblemsAndBound(_ example: GoldenStrategy) throws {
        do throws(StrategyProblems) {
            let program = try StrategyProgram.check(example.text, functions: Stub.catalogue)
            #expect(program.warnings.map { $0.rendered(file: example.name) } == [])
            #expect(!program.plan.rules.isEmpty)
            #expect(program.plan.firstComplete <= program.plan.firstDecision)
            let values = Dictionary(
                uniqueKeysWithValues: program.inputs.map { ($0.name, $0.initial) })
            #expect(try program.bind(values) == program.plan)
        } catch {
            Issue.record("\(error.rendered(file: example.name))")
        }
    }

    @Test func barsThatAnExampleNeedsAreKnownBeforeTheRun() throws {
        let needed = try GoldenStrategy.all.map {
            "\($0.name) \(try StrategyProgram.check($0.text, functions: Stub.catalogue).plan.barsForAnEntry)"
        }
        #expect(
            needed == [
                "adx_regime 52", "alligator 201", "bollinger_bands 22",
                "bollinger_squeeze 42", "cci_rising_atr 41", "connors_rsi2 201",
                "dual_momentum 254", "gap_fade 101", "golden_cross 202",
                "high_52_weeks 253", "ichimoku 79", "keltner_channel 22",
                "macd_cmf_atr 36", "macd_rsi 36", "momentum_rsi_obv 16",
                "money_flow_index 16", "rsi_stochastic 19", "supertrend 13",
                "tema_crossover 180", "tema_macd 36", "turtle_system1 22",
                "williams_r 15",
            ])
    }
}
