import Foundation
import TestSupport
import Testing

@testable import StrategyText

/// The editor cuts a strategy into the tokens that the language cuts it into.
@Suite(
    .timeLimit(.minutes(3)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node")))
struct HighlightTests {
    /// What the page makes of texts.
    private struct Found: Decodable {
        let keywords: [String]
        let given: [String]
        /// By text, line and token: the kind and the token itself.
        let texts: [[[[String]]]]
    }

    private static let odd = """
        strategy "A \\"quoted\\" // name \\\\" language 1 // a comment with "text"
        x = .5 + 1e-3 * 2.5E+2 - b.upper[3] / (close)[1]
        enter long when not x<=3 and if(true, known (x), x!=-1)
            "Continues."
        """

    private func found(_ texts: [String]) async throws -> Found {
        let root = Program.repository
        let outcome = try await Program.system("node").run(
            [
                "\(root)/Tests/DashboardTests/Folds/tokens.mjs",
                "\(root)/Sources/Dashboard/Site/dashboard/editor/tokens.js",
            ], input: Array(try JSONEncoder().encode(texts)))
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Found.self, from: Data(outcome.output))
    }

    private func builtInTexts() throws -> [String] {
        let folder = Program.repository + "/Sources/Backtesting/BuiltIn"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".strategy") }.sorted()
        return try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
    }

    @Test func wordsAreThoseOfTheLanguage() async throws {
        let found = try await found([])
        #expect(Set(found.keywords) == Words.grammar.union(["true", "false", "if"]))
        #expect(Set(found.given) == Set(Words.given).union(["benchmark"]))
    }

    @Test func tokensAreThoseOfTheLanguage() async throws {
        let texts = try builtInTexts() + [Self.odd]
        #expect(texts.count > 15)
        for (text, lines) in zip(texts, try await found(texts).texts) {
            var problems = ProblemList(SourceText(Array(text.utf8)))
            let list = Lexer.read(&problems)
            let tokens = lines.joined().filter { !["blank", "comment"].contains($0[0]) }
            #expect(tokens.map { $0[1] } == list.tokens.map { problems.source.string($0.range) })
            for (token, expected) in zip(tokens, list.tokens) {
                #expect(Self.kinds(expected.kind).contains(token[0]), "\(token)")
            }
            let comments = lines.joined().filter { $0[0] == "comment" }
            #expect(
                comments.map { $0[1] } == list.comments.map { problems.source.string($0) })
        }
    }

    /// The kinds of the page that a token of the language may have.
    private static func kinds(_ kind: Token.Kind) -> Set<String> {
        switch kind {
        case .name: ["keyword", "function", "given", "member", "name"]
        case .number: ["number"]
        case .text: ["string"]
        case .sign: ["sign"]
        case .bad: ["other", "string", "number"]
        }
    }

    /// Whatever is typed stands in the page as it was typed.
    @Test func nothingOfALineIsLost() async throws {
        var random = SeededGenerator(seed: 18)
        let pieces = [
            "\"", "\\", "//", "/", ".", "1", "e", "é", "👍🏽", "\t", " ", "[", "≥",
            "\u{2028}", "\u{FEFF}", "close", "if", "\u{0}", "<", "=", "'",
        ]
        let texts = (0..<400).map { _ in
            (0..<12).map { _ in pieces.randomElement(using: &random)! }.joined()
        }
        for (text, lines) in zip(texts, try await found(texts).texts) {
            #expect(lines.map { $0.map { $0[1] }.joined() } == [text])
        }
    }
}
