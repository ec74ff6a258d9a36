package import Backtesting
internal import Crypto
package import ScanEvents
internal import Storage
internal import StrategyText

extension RecordedStrategy {
    /// Whether the text is all there, and is the one whose digest the tape has.
    package var isSound: Bool { isWhole && SHA256.hash(data: text).hexadecimal == digest }

    /// The library of the tape's strategy alone, under its name.
    ///
    /// A tape that was cut off within the text may do with `others`, where they have that very text.
    ///
    /// - Parameters:
    ///   - name: what the request calls it.
    ///   - others: the strategies that there are now.
    /// - Returns: the library.
    /// - Throws: `ScanRefusal`, where the text is not there, or no strategy to this version.
    package func library(
        named name: String, others: some StrategyProvider
    ) throws(ScanRefusal) -> StrategyLibrary {
        var text = text
        if !isSound {
            let other = Array((others.text(of: name) ?? "").utf8)
            guard SHA256.hash(data: other).hexadecimal == digest else {
                throw Self.refusal(
                    "the tape has \(text.count) of the \(bytes) bytes of \"\(name)\", or others; "
                        + "the strategy of that name is not the same")
            }
            text = other
        }
        do throws(StrategyProblems) {
            return StrategyLibrary([try NamedStrategy(name, text: text)])
        } catch {
            let problems = error.problems.map(\.inOneLine).joined(separator: "; ")
            throw Self.refusal(
                "the tape's text of \"\(name)\", language \(language), is no strategy to this "
                    + "version: \(problems)")
        }
    }

    /// What is to be said where the strategy of that name is another one now; nil where it is not.
    package func change(named name: String, since others: some StrategyProvider) -> String? {
        guard let now = others.text(of: name), !now.utf8.elementsEqual(text) else { return nil }
        return
            "the strategy \"\(name)\" has changed since the scan was begun; the text of the tape "
            + "is run"
    }

    private static func refusal(_ detail: String) -> ScanRefusal {
        .invalid(InvalidRequest([RequestProblem(pointer: "/strategy_text", detail: detail)]))
    }
}
