import ArgumentParser
import Foundation
import Logging
import Projections
import ScanHistory
import ScanServer
import Scanning

/// `tapedeck serve`: the HTTP service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve scans over HTTP.",
        discussion:
            "With --scan, the options of `tapedeck scan` say what that scan does. Names in brackets are "
            + "environment variables; --config names a file with the same names in lower case, "
            + "without TAPEDECK_. Flags come first, then the environment, then the file. "
            + "Ends with 0 after SIGTERM or SIGINT, 1 where the port or the tapes cannot be "
            + "opened, 64 for options that will not do.")

    @Option(
        help: ArgumentHelp(
            "Also start a scan at once and show its progress.", valueName: "strategy"))
    var scan: String?

    @OptionGroup var request: RequestOptions
    @OptionGroup var directory: DirectoryOption
    @OptionGroup var pace: PaceOptions
    @OptionGroup var service: ServiceOptions

    @Option(
        name: .customLong("prices"),
        help: ArgumentHelp(
            "A directory whose files requests may name as csv:PATH or file:PATH; repeatable.",
            valueName: "dir"))
    var priceDirectories: [String] = []

    @Option(
        help: ArgumentHelp(
            "What to log: trace, debug, info, notice, warning, error.", valueName: "level"),
        transform: parseLogLevel)
    var logLevel = Logger.Level.notice

    func run() async throws {
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let (configuration, limits) = try await service.resolve()
        let wanted = try scan.map { try request.request(strategy: $0) }
        do {
            // Refuses a bad --scan before the port is opened, and loads the prices meanwhile.
            let sources = PriceSources(
                files: .under(priceDirectories),
                cacheDirectory: directory.variableDirectory + "/prices", report: warn)
            if let wanted { _ = try ScanPlan(wanted, sources: sources) }
            let directory = directory
            let server = MarketScanServer(
                configuration,
                scanning: ScanningConfiguration(
                    sources: sources, settings: pace.settings, limits: limits),
                logger: Logger(label: "tapedeck")
            ) { observer in
                try await openHistory(directory, observer: observer)
            }
            try await server.run { url, service in
                say("Listening on \(url)")
                guard let wanted else { return }
                do {
                    let job = try await service.start(wanted)
                    say("Stream: \(url)/market-scan/stream/\(job)")
                    let reader = try await service.history.reader(of: job)
                    let state = try await ScanDisplay(every: nil).show(reader)
                    say(state.summary.joined(separator: "\n"))
                } catch {
                    if !Task.isCancelled { say("The scan failed: \(error)") }
                }
            }
        } catch let refusal as ScanRefusal {
            throw ValidationError(refusal.description)
        } catch let error as HistoryError {
            throw Failure(error)
        }
    }
}

/// Prints a line at once, also into a pipe.
private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}

private func parseLogLevel(_ text: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
        throw ValidationError(
            "there are \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return level
}
