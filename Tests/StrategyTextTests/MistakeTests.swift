import Foundation
import StrategyText
import Testing

/// What is said of mistakes, word by word: each case of Golden/mistakes.txt is a text, and what a
/// terminal shows of it.
@Suite struct MistakeTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let text: String
        let shown: String

        var testDescription: String {
            text.split(separator: "\n").last.map(String.init) ?? "nothing"
        }

        static let all: [Mistake] = {
            let file = Bundle.module.bundleURL.appending(path: "Golden/mistakes.txt")
            let whole = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return whole.components(separatedBy: "======\n").compactMap { part in
                let halves = part.components(separatedBy: "------\n")
                guard halves.count == 2 else { return nil }
                return Mistake(text: halves[0], shown: halves[1])
            }
        }()
    }

    @Test func thereAreManyMistakes() {
        #expect(Mistake.all.count >= 150)
    }

    @Test(arguments: Mistake.all)
    func mistakeIsToldWithItsPlaceAndWords(_ mistake: Mistake) {
        let shown = problems(of: mistake.text).map { $0.rendered(file: "x") + "\n" }.joined()
        #expect(shown == mistake.shown)
    }

    @Test func everyCodeHasAMistake() {
        let shown = Mistake.all.map(\.shown).joined()
        let missing = StrategyProblem.Code.allCases.filter { !shown.contains(": \($0.rawValue): ") }
        // These need bytes that are no text, files that are none, or values that are bound later.
        #expect(missing == [.file, .encoding, .limit, .inputValue])
    }
}
