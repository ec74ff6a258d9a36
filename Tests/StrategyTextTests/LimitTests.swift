import StrategyText
import Testing

/// A text at each limit, and one beyond it.
@Suite struct LimitTests {
    private static let head = "strategy \"T\" language 1\n"

    private func codes(_ text: String) -> [String] {
        problems(of: text).filter { $0.severity == .error }
            .map { "\($0.line):\($0.column): \($0.message)" }
    }

    private func joined(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map { line($0) + "\n" }.joined()
    }

    @Test func fileOfMostBytesIsReadAndOneMoreIsRefused() {
        let rest = StrategyProgram.mostBytes - Self.head.utf8.count - 2
        let text = Self.head + "//" + String(repeating: "x", count: rest)
        #expect(text.utf8.count == 65_536)
        #expect(codes(text) == [])
        #expect(codes(text + "x") == ["1:1: this file has 65537 bytes; the most is 65536"])
    }

    @Test func mostStatementsAreReadAndOneMoreIsRefused() {
        let text = Self.head + joined(399) { "x\($0) = close" }
        #expect(codes(text) == [])
        #expect(
            codes(text + "y = close\n")
                == ["401:1: this file has 401 statements; the most is 400"])
    }

    @Test func mostInputsAreReadAndOneMoreIsRefused() throws {
        let text = Self.head + joined(32) { "input x\($0) = 5" }
        #expect(codes(text) == [])
        #expect(codes(text + "input y = 5\n") == ["34:7: a file has at most 32 inputs"])
        #expect(codes(text + "size 5%\ninput y = 5\n") == ["35:7: a file has at most 32 inputs"])
        let program = try StrategyProgram.check(text, functions: Stub.catalogue)
        #expect(program.inputs.count == 33)
        #expect(program.inputs.last?.name == "position_size_pct")
    }

    @Test func mostStatesAreReadAndOneMoreIsRefused() {
        let text = Self.head + joined(16) { "state x\($0) = 0 then x\($0)[1] + 1" }
        #expect(codes(text) == [])
        #expect(
            codes(text + "state y = 0 then y[1]\n") == ["18:7: a file has at most 16 states"])
    }

    @Test func mostColumnsAreReadAndOneMoreIsRefused() {
        let sums = (2...250).map { "sma(close, \($0))" }.joined(separator: "\n + ")
        // close, 249 means, 248 sums, and two more.
        let text = Self.head + "x = " + sums + "\ny = -x\nz = -y\n"
        #expect(codes(text) == [])
        #expect(
            codes(text + "u = -z\n")
                == ["253:5: this file computes 501 different columns; the most is 500"])
    }

    @Test(arguments: [("(", ")"), ("-", ""), ("abs(", ")"), ("close[", "]")])
    func mostLevelsAreReadAndOneMoreIsRefused(_ opening: String, _ closing: String) {
        func text(_ levels: Int) -> String {
            Self.head + "x = " + String(repeating: opening, count: levels) + "1"
                + String(repeating: closing, count: levels)
        }
        let isPast = opening == "close["
        #expect(codes(text(isPast ? 1 : 64)) == [])
        let deep = codes(text(65)).filter { $0.contains("deeper") }
        #expect(
            deep.map { $0.drop { $0 != " " } } == [
                " this is nested deeper than 64 levels; give a part of it a name"
            ])
        #expect(codes(text(10_000)).count == 1)
    }

    @Test func longestLengthIsReadAndOneMoreIsRefused() {
        #expect(codes(Self.head + "x = sma(close, 100000)[100000]") == [])
        #expect(
            codes(Self.head + "x = sma(close, 100001)") == [
                "2:16: the length 'n' is 100001 and must be a whole number from 1 to 100,000"
            ])
        #expect(codes(Self.head + "x = close[1e300]").count == 1)
    }

    @Test func longRowsOfOperatorsNeedNoStack() {
        let sum = String(repeating: "+1", count: 30_000)
        #expect(codes(Self.head + "x = 1" + sum) == [])
        let chain = String(repeating: "[1]", count: 20_000)
        #expect(codes(Self.head + "x = close" + chain).count == 1)
        #expect(codes(Self.head + "x = " + String(repeating: "not ", count: 15_000)).count == 1)
    }

    @Test func onlyTheFirstTwentyMistakesAreTold() {
        let told = problems(of: Self.head + joined(300) { "x\($0) = clsoe" })
        #expect(told.count == 20)
        #expect(told.map(\.line) == Array(2...21))
    }

    @Test func bytesThatAreNoUTF8HaveAPlace() {
        let bytes = Array("strategy \"T\" language 1\nx = é".utf8) + [0xFF]
        do throws(StrategyProblems) {
            _ = try StrategyProgram.check(utf8: bytes, functions: Stub.catalogue)
            Issue.record("these bytes were read")
        } catch {
            #expect(error.problems.map(\.code) == [.encoding])
            #expect(error.problems.map(\.line) == [2])
            #expect(error.problems.map(\.column) == [6])
        }
    }

    @Test func longLineIsShownAroundThePlace() {
        let blanks = String(repeating: " ", count: 1_000)
        let problem = problems(
            of: Self.head + "x = close +" + blanks + "clsoe + 1" + blanks + "+ 2"
        )
        .first
        #expect(problem?.column == 1_012)
        #expect(problem?.sourceLine.count == StrategyProblem.longestExcerpt)
        #expect(
            problem?.rendered(file: "x").hasSuffix(String(repeating: " ", count: 80) + "^^^^^")
                == true)
    }
}
