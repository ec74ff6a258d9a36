import ArgumentParser
import Foundation

/// Runs the product against its peers on this machine and prints a table of ratios.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck-bench", abstract: "Measure the product against its peers.")

    @Argument(help: "The tables to make: log. All of them unless named.")
    var names: [String] = []

    @Option(help: "The number of events of the long logs.")
    var events = 1_000_000

    @Option(help: "How often each pair is measured; medians are quoted.")
    var rounds = 5

    @Option(help: "Where the logs are made; its disk is what is measured.")
    var directory = FileManager.default.temporaryDirectory.path

    func validate() throws {
        if let name = names.first(where: { $0 != "log" }) {
            throw ValidationError("there is no table \(name); there is log")
        }
        if events < 1_000 || rounds < 1 {
            throw ValidationError("--events must be at least 1000 and --rounds at least 1")
        }
    }

    func run() async throws {
        let work = URL(fileURLWithPath: directory)
            .appendingPathComponent("tapedeck-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: work) }
        print("# Measured on \(Machine.description)\n")
        let bench = LogBench(directory: work.path, events: events, rounds: rounds)
        print(try await bench.table().markdown)
    }
}
