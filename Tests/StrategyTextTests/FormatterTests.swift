import StrategyText
import Testing

@Suite struct FormatterTests {
    @Test(arguments: [GoldenStrategy].broken)
    func formattedExampleHasTheSamePlanAndIsFormatted(_ example: GoldenStrategy) throws {
        let ugly = example.text.replacing(" ", with: "   ").replacing("\n   ", with: "\n ")
        for text in [example.text, ugly, example.text.replacing("\n", with: "\r\n")] {
            let formatted = try StrategyFormatter.formatted(text)
            #expect(try StrategyFormatter.formatted(formatted) == formatted)
            let before = try StrategyProgram.check(text, functions: Stub.catalogue)
            let after = try StrategyProgram.check(formatted, functions: Stub.catalogue)
            #expect(before.plan.withoutLines == after.plan.withoutLines)
        }
    }

    @Test(arguments: GoldenStrategy.all)
    func exampleIsInCanonicalForm(_ example: GoldenStrategy) throws {
        let formatted = try StrategyFormatter.formatted(example.text)
        // Two blanks stand before a comment; three in the reference.
        #expect(formatted == example.text.replacing("   //", with: "  //"))
    }

    @Test(arguments: [
        ("x=close+ -1", "x = close + -1"),
        ("x   =  -close [ 1 ] * ( -open )", "x = -close[1] * (-open)"),
        ("x = if( a<b ,-1 ,not c )", "x = if(a < b, -1, not c)"),
        ("stop long at -x[1]", "stop long at -x[1]"),
        (
            "input n=-5.0 from -10 to- 1 step 1 \"what\" ,m=3",
            "input n = -5.0 from -10 to -1 step 1 \"what\", m = 3"
        ),
        ("risk 1 % over 2*atr(20)//c  ", "risk 1% over 2 * atr(20)  //c"),
        ("x = bands . lower", "x = bands.lower"),
        ("enter long when a and(b or c)", "enter long when a and (b or c)"),
        ("x = sma (close,\n\t\t5)", "x = sma(close,\n    5)"),
        ("\n\n// a\n\n\nx = 1\n\n", "// a\n\nx = 1"),
        ("x = 1\n   // below\n  + 2", "x = 1\n    // below\n    + 2"),
        ("x = a ? b", ""),
    ])
    func textIsFormatted(_ text: String, _ expected: String) throws {
        let formatted = try? StrategyFormatter.formatted(text)
        #expect(formatted == (expected.isEmpty ? nil : expected + "\n"))
        if let formatted { #expect(try StrategyFormatter.formatted(formatted) == formatted) }
    }

    @Test func mutatedTextsAreFormattedOnceAndForAll() throws {
        var random = Seed(9)
        for example in [GoldenStrategy].broken {
            let bytes = Array(example.text.utf8)
            for _ in 0..<20 {
                var changed = bytes
                let place = Int.random(in: 0..<changed.count, using: &random)
                let blanks = Array(
                    ["  ", "\n", "\n ", "\t", " // c\n"][Int.random(in: 0..<5, using: &random)].utf8
                )
                changed.insert(contentsOf: blanks, at: place)
                let text = String(decoding: changed, as: UTF8.self)
                guard let formatted = try? StrategyFormatter.formatted(text) else { continue }
                #expect(try StrategyFormatter.formatted(formatted) == formatted)
            }
        }
    }
}

extension StrategyPlan {
    /// The plan as text, without the lines of the file.
    fileprivate var withoutLines: String {
        "\(self)".replacing(/line: [0-9]+/, with: "")
    }
}
