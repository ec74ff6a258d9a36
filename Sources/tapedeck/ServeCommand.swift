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
        discussion: "With --scan, the options of `tapedeck scan` say what that scan does.")

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 8000

    @Option(
        help: ArgumentHelp(
            "Also start a scan at once and show its progress.", valueName: "strategy"))
    var scan: String?

    @OptionGroup var request: RequestOptions
    @OptionGroup var directory: DirectoryOption
    @OptionGroup var pace: PaceOptions

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

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port must be 0 to 65535") }
        let loopback = ["127.0.0.1", "::1", "localhost"]
        if !loopback.contains(host) {
            throw ValidationError(
                "--host must be one of \(loopback.joined(separator: ", ")): the service has no "
                    + "access control yet, so it does not listen to other machines")
        }
    }

    func run() async throws {
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        var configuration = MarketScanServer.Configuration()
        configuration.host = host
        configuration.port = port
        let wanted = try scan.map { try request.request(strategy: $0) }
        do {
            // Refuses a bad --scan before the port is opened, and loads the prices meanwhile.
            let sources = PriceSources(
                files: .under(priceDirectories),
                cacheDirectory: directory.variableDirectory + "/prices", report: warn)
            if let wanted { _ = try ScanPlan(wanted, sources: sources) }
            let history = try await openHistory(directory)
            let server = MarketScanServer(
                configuration, history: history,
                scanning: ScanningConfiguration(sources: sources, settings: pace.settings),
                logger: Logger(label: "tapedeck"))
            try await server.run { url, service in
                say("Listening on \(url)")
                guard let wanted else { return }
                do {
                    let job = try await service.start(wanted)
                    say("Stream: \(url)/market-scan/stream/\(job)")
                    let reader = try await history.reader(of: job)
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
