import ArgumentParser
import Backtesting
import Foundation
import Jobs
import Logging
import PriceSources
import Projections
import Tapes
import ScanServer
import Scanning
import StrategyFiles
import StreamServer

/// `tapedeck serve`: the HTTP service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve scans over HTTP.",
        discussion:
            "With --scan, the options of `tapedeck scan` say what that scan does. Names in brackets are "
            + "environment variables; --config names a file with the same names in lower case, "
            + "without TAPEDECK_. Flags come first, then the environment, then the file. "
            + "Ends with 0 after SIGTERM, SIGINT or, unless started with nohup, SIGHUP, 1 where the port or the tapes cannot be "
            + "opened, 64 for options that will not do. Its log is on standard error; requests "
            + "and scans are in it with their job_id, and no token is.")

    @Option(
        help: ArgumentHelp(
            "Also start a scan at once, with a strategy's name or a file's path, and show its "
                + "progress.", valueName: "name|file"))
    var scan: StrategyArgument?

    @OptionGroup var request: RequestOptions
    @OptionGroup var tapes: StoreOptions
    @OptionGroup var strategies: ServedStrategyOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var sweeps: SweepLimitOptions
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let settings = try await Settings(file: service.config)
        let pace = try pace.resolve(settings)
        let (tapes, work) = (try tapes.resolve(settings), try work.resolve(settings))
        let (configuration, queue) = try service.resolve(settings)
        let limits = try sweeps.resolve(settings, queue)
        let folder = try strategies.folder(
            settings, beside: tapes.variableDirectory, host: configuration.host)
        let level = work.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler(label: label, stream: HarmlessLog())
            handler.logLevel = level
            return handler
        }
        let wanted = try scan.map { try request.request($0) }
        do {
            // Refuses a bad --scan before the port is opened, and loads the prices meanwhile.
            let sources = PriceCatalog(
                files: .under(work.priceDirectories),
                cacheDirectory: tapes.pricesDirectory, report: warn)
            let scanning = ScanningConfiguration(
                strategies: folder, sources: sources, settings: pace, limits: limits)
            if let wanted { _ = try scanning.plan(wanted) }
            let server = MarketScanServer(
                configuration, scanning: scanning, logger: Logger(label: "tapedeck")
            ) { observer in
                try await openStore(tapes, observer: observer)
            }
            try await server.serve { url, service in
                say("Listening on \(url)")
                guard let wanted else { return }
                do {
                    let job = try await service.start(wanted)
                    say("Stream: \(url)/market-scan/stream/\(job)")
                    let reader = try await service.store.reader(of: job)
                    let state = try await ScanDisplay(every: nil).show(reader)
                    for line in state.summary { say(line) }
                } catch {
                    if !Task.isCancelled { say("The scan failed: \(error)") }
                }
            }
        } catch let refusal as ScanRefusal {
            throw refusal.ending
        } catch let error as TapeError {
            throw Failure(error)
        } catch let error as ListenError {
            throw Failure(error)
        }
    }
}

/// Prints a line at once, also into a pipe.
private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line.harmless + "\n").utf8))
}

/// The service's log on standard error: a line for each entry, whatever clients put into them.
private struct HarmlessLog: TextOutputStream {
    mutating func write(_ entry: String) {
        let line = (entry.last == "\n" ? entry.dropLast() : entry[...]).harmless + "\n"
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
