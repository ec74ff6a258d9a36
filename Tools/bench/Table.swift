import Foundation

/// Rows of measurements, each against its peer and its mark.
struct Table {
    /// A measurement beside what it is held against.
    struct Row {
        let what: String
        let ours: String
        let peer: String
        let ratio: String
        let mark: String
    }

    let title: String
    var rows: [Row] = []

    /// The table in Markdown.
    var markdown: String {
        let lines = rows.map { row in
            "| \(row.what) | \(row.ours) | \(row.peer) | \(row.ratio) | \(row.mark) |"
        }
        return "## \(title)\n\n| what | ours | peer | ratio | mark |\n|---|---|---|---|---|\n"
            + lines.joined(separator: "\n") + "\n"
    }
}

/// Times of several rounds, in seconds.
struct Timings {
    private let seconds: [Double]

    init(_ seconds: [Double]) {
        self.seconds = seconds.sorted()
    }

    /// The middle one.
    var median: Double { quantile(0.5) }

    /// The least time that a share of the rounds stays within.
    func quantile(_ share: Double) -> Double {
        seconds[min(seconds.count - 1, Int((Double(seconds.count) * share).rounded(.down)))]
    }

    /// The median with the spread: `1.23 s (1.20–1.31)`.
    var description: String {
        "\(Self.text(median)) (\(Self.text(quantile(0)))–\(Self.text(quantile(1))))"
    }

    /// A time with three digits and a fitting unit.
    static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-3: String(format: "%.0f µs", seconds * 1e6)
        case ..<1: String(format: "%.2f ms", seconds * 1e3)
        default: String(format: "%.2f s", seconds)
        }
    }
}

/// Seconds that `work` takes.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return start.duration(to: .now) / .seconds(1)
}

/// What the figures were measured on.
enum Machine {
    /// Processor, cores, system.
    static var description: String {
        let model =
            (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let process = ProcessInfo.processInfo
        return "\(model ?? "an unknown processor"), \(process.activeProcessorCount) cores, "
            + process.operatingSystemVersionString
    }

    /// Begins anew with the count of the most memory.
    static func resetPeakMemory() {
        // As proc(5) has it under clear_refs.
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    }

    /// The most memory that this process has had, in bytes.
    static var peakMemoryBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0)
            * 1024
    }
}
