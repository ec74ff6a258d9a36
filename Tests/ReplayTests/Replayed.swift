import Foundation
import TestSupport
import Testing

/// The tapes that are kept as test data, recorded by the real programs.
enum Tapes {
    /// The directory, which has the form of a `var`.
    static let directory = Program.repository + "/Tests/ReplayTests/Tapes"
    /// Six stocks, all with results.
    static let finished = "20261124-211054-4d0a38ea"
    /// The same stocks with another parameter and a commission.
    static let varied = "20261124-211056-2f993c3f"
    /// Ended by its user, with slow stocks.
    static let cancelled = "20261124-211057-76adebc2"
    /// Killed in its middle and gone on with.
    static let resumed = "20261124-211058-79df65fe"
    /// With stocks that failed.
    static let withFailures = "20261124-211102-7be70c80"
    /// A tape whose events have form 1, as if mailed; it is never to be recorded anew.
    static let formOne = directory + "/schema-1/20261124-211058-79df65fe.ndjson.gz"
    /// A scan of a user's text that is nowhere else, as if mailed.
    static let ofAText = directory + "/own-strategy/20261130-105138-c28ac559.ndjson.gz"
    /// The key that signed the checkpoints.
    static let key = "tapedeck.example+7c0177b1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"

    /// All scans of the directory.
    static let all = [finished, varied, cancelled, resumed, withFailures]

    /// Where a scan's tape is.
    static func path(_ job: String) -> String { "\(directory)/scans/\(job).ndjson.gz" }
}

/// Runs `tapedeck-replay` and tells all that it did as one text.
struct Replayed {
    let arguments: [String]
    var directory = Tapes.directory
    /// What else stands for a path, such as that of an output.
    var places: [String: String] = [:]

    /// The command, what it wrote, and how it ended; paths of this machine left out.
    func transcript() async throws -> String {
        let places = places.merging(["TAPES": directory]) { given, _ in given }
        let arguments = arguments.map { argument in
            places.reduce(argument) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }
        let outcome = try await Program.product("tapedeck-replay").run(arguments)
        var text = "$ tapedeck-replay " + self.arguments.joined(separator: " ") + "\n"
        text += outcome.text
        if !outcome.errors.isEmpty { text += "--- standard error\n" + outcome.errors }
        text += "--- exit \(outcome.status)\n"
        return places.reduce(text) { $0.replacingOccurrences(of: $1.value, with: $1.key) }
    }
}

/// Compares a text with the golden one; with `TAPEDECK_RECORD_GOLDEN` it is recorded instead,
/// which fails the run, lest nobody look at it.
func expectGolden(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = Program.repository + "/Tests/ReplayTests/Golden/\(name).txt"
    if ProcessInfo.processInfo.environment["TAPEDECK_RECORD_GOLDEN"] != nil {
        try writeFile(Array(text.utf8), to: path)
        Issue.record("recorded \(name); look at the difference", sourceLocation: sourceLocation)
        return
    }
    let golden = String(decoding: try readFile(path), as: UTF8.self)
    guard text != golden else { return }
    let lines = zip(text.split(separator: "\n"), golden.split(separator: "\n"))
    let first = lines.first { $0 != $1 }
    Issue.record(
        "\(name): expected \(first?.1 ?? "another length"), found \(first?.0 ?? "\(text.count)")",
        sourceLocation: sourceLocation)
}
