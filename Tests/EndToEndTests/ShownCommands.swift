import Foundation
import TestSupport

/// The commands that a page shows with their output, in the order in which a reader types them.
///
/// They stand in blocks indented by four blanks: a command after `$ `, perhaps on several lines
/// that end with a backslash, or with a text up to `END`, and below it what it prints. A line that ends with `…` is cut there;
/// a line that is `…` stands for any number of lines.
struct ShownCommands {
    /// A command, and what it is said to print.
    struct Example {
        /// What a reader types.
        var command: String
        /// What comes then, line by line; empty where the page does not say.
        var output: [String]

        /// Whether its text goes on up to a line of its own, `END`.
        var awaitsText: Bool { command.contains("<<'END'") && !command.hasSuffix("\nEND") }
    }

    /// The examples of the page.
    private(set) var examples: [Example] = []

    init(page: String) {
        var isInBlock = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("    ") || line.isEmpty && isInBlock else {
                isInBlock = false
                continue
            }
            let text = String(line.dropFirst(4))
            if text.hasPrefix("$ ") {
                examples.append(Example(command: String(text.dropFirst(2)), output: []))
                isInBlock = true
            } else if isInBlock, let last = examples.indices.last {
                if examples[last].command.hasSuffix("\\") || examples[last].awaitsText {
                    examples[last].command += "\n" + text
                } else {
                    examples[last].output.append(text)
                }
            }
        }
        for index in examples.indices {
            while examples[index].output.last?.isEmpty == true {
                examples[index].output.removeLast()
            }
        }
    }
}

/// Compares what a page shows with what a program prints, whatever changes from run to run.
struct ShownOutput {
    /// The names of scans in the page, and those that they have in this run.
    private(set) var names: [String: String] = [:]

    /// A command of the page with the names of this run.
    func current(_ command: String) -> String {
        names.reduce(command) { $0.replacing($1.key, with: $1.value) }
    }

    /// The first line of the page that was not printed; nil where all were.
    ///
    mutating func missing(
        _ shown: some Sequence<String>, in printed: [String]
    ) -> String? {
        var next = printed.startIndex
        var mayPass = false
        for line in shown {
            if line == "…" {
                mayPass = true
                continue
            }
            guard
                let place = printed[next...].firstIndex(where: { Self.isEqual(line, $0) }),
                mayPass || place == next
            else { return line }
            learn(line, printed[place])
            next = printed.index(after: place)
            mayPass = false
        }
        return mayPass || next == printed.endIndex ? nil : "nothing more"
    }

    private mutating func learn(_ shown: String, _ printed: String) {
        let pairs = zip(shown.matches(of: Self.job), printed.matches(of: Self.job))
        for (old, new) in pairs { names[String(old.output)] = String(new.output) }
    }

    private static func isEqual(_ shown: String, _ printed: String) -> Bool {
        guard shown.hasSuffix("…") else { return masked(shown) == masked(printed) }
        // A name of a scan may be cut, too, but none is so long that its mask is shorter.
        return masked(printed).hasPrefix(masked(String(shown.dropLast())))
    }

    /// A line without what the clock, the port, and the order in which stocks are done decide.
    private static func masked(_ line: String) -> String {
        var line = line.replacing(job, with: "JOB")
            .replacing(#/127\.0\.0\.1:\d+/#, with: "ADDRESS")
            .replacing(#/(ETA|Total time): .*? - /#, with: "TIME - ")
            .replacing(#/^retry: \d+/#, with: "retry")
        if line.hasPrefix("Progress: ") {
            line.replace(#/Current: \S+/#, with: "Current")
            if !line.hasPrefix("Progress: 100") { line.replace(#/PnL: \S+/#, with: "PnL") }
        }
        return line
    }

    private static var job: Regex<Substring> { #/\d{8}-\d{6}-[0-9a-f]{8}/# }
}
