import ArgumentParser
import JSONText
import ScanEvents
import Tapes
import Auditing

/// `tapedeck-replay diff`: what differs between two scans.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two scans: request, prices and results, stock by stock.",
        discussion: "Exit code 1 where they differ. Names and times of the scans do not count.")

    @Argument(help: "A scan: its name, a unique prefix of one, `latest`, or a tape's path.")
    var first: String

    @Argument(help: "The scan to compare it with.")
    var second: String

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let isEqual = try await common.run { output in
            let left = try ScanSummary(try common.wholeReader(of: first))
            let right = try ScanSummary(try common.wholeReader(of: second))
            let difference = ScanDifference(left, right)
            if json {
                try output.write(difference.document + [UInt8(ascii: "\n")])
            } else {
                for line in difference.lines { try output.write(line: line) }
            }
            return difference.isEmpty
        }
        if !isEqual { throw ExitCode(1) }
    }
}
