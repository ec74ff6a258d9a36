import Foundation

/// What the figures were measured on.
enum Machine {
    /// Processor, cores, memory, system, compiler.
    static var description: String {
        let model =
            (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        let system =
            (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }?
            .dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
        let kernel = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
        let process = ProcessInfo.processInfo
        return [
            model ?? "an unknown processor", "\(process.activeProcessorCount) cores",
            "\(process.physicalMemory / 1_073_741_824) GiB",
            system.map { String($0) } ?? process.operatingSystemVersionString,
            "Linux \((kernel ?? "?").trimmingCharacters(in: .whitespacesAndNewlines))",
        ].joined(separator: ", ")
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
