import Testing

@testable import StrategyText

/// Any bytes give a program, or problems with their places.
@Suite struct BrokenTextTests {
    @Test(arguments: [GoldenStrategy].broken)
    func everyPrefixGivesAProgramOrPlaces(_ example: GoldenStrategy) {
        let bytes = Array(example.text.utf8)
        for count in 0...bytes.count { verify(Array(bytes[..<count])) }
    }

    @Test(arguments: [GoldenStrategy].broken)
    func everyDeletedTokenGivesAProgramOrPlaces(_ example: GoldenStrategy) {
        let bytes = Array(example.text.utf8)
        for token in tokens(of: bytes) {
            verify(Array(bytes[..<token.lowerBound] + bytes[token.upperBound...]))
        }
    }

    @Test(arguments: [GoldenStrategy].broken)
    func everyDoubledTokenGivesAProgramOrPlaces(_ example: GoldenStrategy) {
        let bytes = Array(example.text.utf8)
        for token in tokens(of: bytes) {
            let blank = [UInt8(ascii: " ")]
            verify(Array(bytes[..<token.upperBound] + blank + bytes[token.lowerBound...]))
        }
    }

    @Test(arguments: [GoldenStrategy].broken)
    func everyTokenOfAnotherPlaceGivesAProgramOrPlaces(_ example: GoldenStrategy) {
        let bytes = Array(example.text.utf8)
        let tokens = tokens(of: bytes)
        for (place, token) in tokens.enumerated() {
            let other = bytes[tokens[(place * 7 + 3) % tokens.count]]
            verify(Array(bytes[..<token.lowerBound] + other + bytes[token.upperBound...]))
        }
    }

    /// All of them in a build that is optimised, a few in one that is not.
    private static let mutations: Int = {
        #if DEBUG
            3_000
        #else
            100_000
        #endif
    }()

    @Test(arguments: [UInt64(2_026), 77])
    func mutatedTextsGiveAProgramOrPlaces(_ seed: UInt64) {
        print("seed \(seed)")
        var random = Seed(seed)
        let texts = [GoldenStrategy].broken.map { Array($0.text.utf8) }
        for _ in 0..<Self.mutations / 2 {
            var bytes = texts[Int.random(in: 0..<texts.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, texts, &random) }
            verify(bytes)
        }
    }

    @Test func bytesWithoutSenseGivePlaces() {
        var random = Seed(5)
        for count in 0..<500 {
            verify((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            verify((0..<count).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) })
            let signs = Array("()[],.%-+*/<>=!\" \n\r\t\\a1e_".utf8)
            verify((0..<count).map { _ in signs[Int.random(in: 0..<signs.count, using: &random)] })
        }
    }

    private func tokens(of bytes: [UInt8]) -> [Range<Int>] {
        var problems = ProblemList(SourceText(bytes))
        return Lexer.read(&problems).tokens.map(\.range)
    }

    private func mutate(_ bytes: inout [UInt8], _ texts: [[UInt8]], _ random: inout Seed) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3:
            let forms = [
                "(", ")", "[", "]", ",", ".", "-", "not ", "\n", "\n ", "\"", "%", "1", "=",
            ]
            bytes.insert(
                contentsOf: forms[Int.random(in: 0..<forms.count, using: &random)].utf8, at: place)
        case 4:
            let other = texts[Int.random(in: 0..<texts.count, using: &random)]
            let start = Int.random(in: 0..<other.count, using: &random)
            bytes.insert(contentsOf: other[start..<min(other.count, start + 40)], at: place)
        default:
            guard place < bytes.count else { return }
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    /// Checks what is promised of any bytes.
    private func verify(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        do throws(StrategyProblems) {
            let program = try StrategyProgram.check(utf8: bytes, functions: Stub.catalogue)
            verify(program.warnings, lines)
            let plan = program.plan
            var isOrdered = true
            for (place, node) in plan.nodes.enumerated() {
                isOrdered = isOrdered && node.operation.operands.allSatisfy { $0 < place }
                isOrdered =
                    isOrdered && 0 <= node.firstComplete && node.firstComplete <= node.firstIndex
            }
            if !isOrdered || plan.firstDecision < plan.firstComplete {
                Issue.record("a plan out of order of: \(String(decoding: bytes, as: UTF8.self))")
            }
        } catch {
            if error.problems.isEmpty || !error.problems.contains(where: { $0.severity == .error })
            {
                Issue.record("no problem is told of: \(String(decoding: bytes, as: UTF8.self))")
            }
            verify(error.problems, lines)
        }
    }

    private func verify(_ problems: [StrategyProblem], _ lines: [ArraySlice<UInt8>]) {
        var before = (0, 0)
        for problem in problems {
            let place = (problem.line, problem.column)
            let isInside =
                (1...max(1, lines.count)).contains(problem.line)
                && (1...lines[problem.line - 1].count + 1).contains(problem.column)
            if !isInside || place < before || problem.message.isEmpty || problem.length < 1
                || problem.caretOffset > problem.sourceLine.unicodeScalars.count
                || problem.rendered(file: "x").isEmpty
            {
                Issue.record("a place that there is not: \(problem)")
            }
            before = place
        }
        if problems.count > StrategyProblems.most { Issue.record("too many: \(problems.count)") }
    }
}
