import ArgumentParser
import Foundation

/// Runs the product against its peers on this machine and prints a table of ratios.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck-bench", abstract: "Measure the product against its peers.")

    private static let tables = ["log", "backtests", "loading", "streams", "replay"]

    @Argument(
        help: ArgumentHelp(
            "The tables to make: \(tables.joined(separator: ", ")). All unless named."))
    var names: [String] = []

    @Option(help: "The number of events of the long logs.")
    var events = 1_000_000

    @Option(help: "How often each pair is measured; medians are quoted.")
    var rounds = 5

    @Option(help: "Where the logs are made; its disk is what is measured.")
    var directory = FileManager.default.temporaryDirectory.path

    func validate() throws {
        if let name = names.first(where: { !Self.tables.contains($0) }) {
            throw ValidationError(
                "there is no table \(name); there are \(Self.tables.joined(separator: ", "))")
        }
        if events < 1_000 || rounds < 1 {
            throw ValidationError("--events must be at least 1000 and --rounds at least 1")
        }
    }

    func run() async throws {
        print("# Measured on \(Machine.description)\n")
        for name in names.isEmpty ? Self.tables : names { print(try await table(name).markdown) }
    }

    private func table(_ name: String) async throws -> Table {
        switch name {
        case "backtests": try await BacktestBench(rounds: rounds).table()
        case "loading": try await BacktestBench(rounds: rounds).loadingTable()
        case "streams":
            try await inDirectory { directory in
                try await StreamBench(directory: directory, events: events, rounds: rounds).table()
            }
        case "replay":
            try await inDirectory { directory in
                try await ReplayBench(directory: directory, events: events, rounds: rounds).table()
            }
        default:
            try await inDirectory { directory in
                try await LogBench(directory: directory, events: events, rounds: rounds).table()
            }
        }
    }

    private func inDirectory(_ work: (String) async throws -> Table) async throws -> Table {
        let place = URL(fileURLWithPath: directory)
            .appendingPathComponent("tapedeck-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        return try await work(place.path)
    }
}
