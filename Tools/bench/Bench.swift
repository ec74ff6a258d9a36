import ArgumentParser
import Foundation

/// Runs the product against its peers on this machine and prints tables of ratios.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck-bench", abstract: "Measure the product against its peers.")

    private static let tables = [
        "log", "backtests", "strategies", "loading", "streams", "guide", "replay", "trades",
        "growth", "sweeps",
    ]

    @Argument(
        help: ArgumentHelp(
            "The tables to make: \(tables.joined(separator: ", ")). All unless named."))
    var names: [String] = []

    @Option(help: "The number of events of the long logs.")
    var events = 1_000_000

    @Option(help: "How often each pair is measured; medians are quoted.")
    var rounds = 3

    @Option(help: "Where the logs are made; its disk is what is measured.")
    var directory = FileManager.default.temporaryDirectory.path

    @Option(help: "Where the page goes. Without it, the tables are printed only.")
    var output: String?

    @Option(help: "Where the plots of the growth go.")
    var plots = "Tools/bench/plots"

    @Flag(help: ArgumentHelp("Print one table as JSON, for the process that makes the page."))
    var json = false

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
        if json, let name = names.first {
            FileHandle.standardOutput.write(try JSONEncoder().encode(try await table(name)))
            return
        }
        say("Measured on \(Machine.description)\n")
        let start = ContinuousClock.now
        var tables: [Table] = []
        var failure: (any Error)?
        for name in names.isEmpty ? Self.tables : names {
            do {
                tables.append(try tableOfAnotherProcess(name))
            } catch {
                // Hours of other figures are not lost with it.
                failure = error
                tables.append(Table(title: name, notes: ["Not measured: \(error)"]))
            }
            say(tables[tables.count - 1].markdown)
            if let output {
                let page = Page(
                    tables: tables,
                    command: (["Tools/bench/run"] + names).joined(separator: " "),
                    minutes: start.duration(to: .now) / .seconds(60))
                try page.markdown.write(toFile: output, atomically: true, encoding: .utf8)
            }
        }
        if let failure { throw failure }
    }

    /// Makes a table in a process of its own, so that what one leaves in memory slows no other:
    /// after the million records of a log, allocations of the backtests took twice the time.
    private func tableOfAnotherProcess(_ name: String) throws -> Table {
        let output = try Program(path: CommandLine.arguments[0]).output([
            name, "--json", "--events", "\(events)", "--rounds", "\(rounds)", "--directory",
            directory, "--plots", plots,
        ])
        return try JSONDecoder().decode(Table.self, from: output)
    }

    /// Prints at once, though the output may go into a file.
    private func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    private func table(_ name: String) async throws -> Table {
        switch name {
        case "backtests": return try await BacktestBench(rounds: rounds).table()
        case "loading": return try await BacktestBench(rounds: rounds).loadingTable()
        case "sweeps": return try await SweepBench(rounds: rounds).table()
        default: break
        }
        let place = URL(fileURLWithPath: directory)
            .appendingPathComponent("tapedeck-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        return switch name {
        case "strategies":
            try await StrategyBench(directory: place.path, rounds: rounds).table()
        case "streams":
            try await StreamBench(directory: place.path, events: events, rounds: rounds).table()
        case "guide":
            try await GuideBench(directory: place.path, rounds: rounds).table()
        case "replay":
            try await ReplayBench(directory: place.path, events: events, rounds: rounds).table()
        case "trades":
            try await TradeBench(directory: place.path, rounds: rounds).table()
        case "growth":
            try await GrowthBench(directory: place.path, plots: plots).table()
        default:
            try await LogBench(directory: place.path, events: events, rounds: rounds).table()
        }
    }
}
