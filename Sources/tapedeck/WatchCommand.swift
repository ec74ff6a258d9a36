import ArgumentParser
import EventLog
import Foundation
import Projections
import ScanClient
import Tapes
import TapeStreams
import UnixSignals

/// `tapedeck watch`: a scan of another process, or of a service, as if it ran here.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show the progress of a scan that another process or a service runs, or ran.",
        discussion: """
            Whoever comes late sees the failures of before, too. A connection that is lost is made \
            again, a service that is started again goes on where it was. Ctrl-C ends the watching \
            and leaves the scan alone. \(ProgramExit.help)
            """)

    @Argument(
        help: ArgumentHelp(
            "A scan's name, a unique prefix of one, `latest`, a tape's path, or the address of a "
                + "scan on a service: http://127.0.0.1:8000/market-scan/stream/JOB.",
            valueName: "job|url"))
    var scan: String

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("The directory of the tapes.", valueName: "dir"))
    var variableDirectory = "./var"

    @Option(
        help: ArgumentHelp(
            "The service's token, in a file; or the token itself in TAPEDECK_TOKEN.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Give up when nobody works on the tape, or the service is away, for so long.",
            valueName: "seconds"))
    var giveUpAfter = 300.0

    @OptionGroup var display: DisplayOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var verdict: VerdictOptions

    func validate() throws {
        let limit = 31_536_000.0
        if !(giveUpAfter >= 0 && giveUpAfter <= limit) {
            throw ValidationError("--give-up-after must be 0 to 31536000 seconds")
        }
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        do {
            let source = try source()
            let (stop, stopping) = AsyncStream<Void>.makeStream()
            try await listening(to: signals, { stopping.yield() }, farewell: nil) {
                let (end, state) = try await watch(source, until: stop)
                try report(end, state, source)
            }
        } catch let error as TapeError {
            throw Failure(error)
        } catch let error as ScanClientError {
            throw Failure(error)
        } catch let error as LogError {
            throw Failure(error)
        }
    }

    private func source() throws -> WatchSource {
        guard scan.contains("://") else {
            let archive = TapeArchive(variableDirectory: variableDirectory)
            let path = try archive.tape(named: scan)
            try archive.checkName(ofTapeAt: path)
            return .tape(path)
        }
        do {
            let token = try tokenFile.map { try ClientToken(contentsOf: $0) } ?? environmentToken()
            return .service(try ScanAddress(scan), token)
        } catch let error as ScanAddressError {
            throw ValidationError(error.description)
        } catch let error as ClientTokenError {
            throw ValidationError(error.description)
        }
    }
}

extension WatchCommand {
    private func environmentToken() throws -> ClientToken? {
        try ProcessInfo.processInfo.environment["TAPEDECK_TOKEN"].map { try ClientToken($0) }
    }

    /// Watches until the scan ends, the source gives up or something comes from `stop`.
    private func watch(
        _ source: WatchSource, until stop: AsyncStream<Void>
    ) async throws -> (WatchEnd, ScanState) {
        let patience = Duration.seconds(giveUpAfter)
        var end = WatchEnd.stopped
        let state = try await ScanDisplay(every: display.every).show { view in
            end = try await withThrowingTaskGroup(of: WatchEnd.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await source.follow(view, giveUpAfter: patience) }
                group.addTask {
                    try await interruption(of: view)
                    return .finished
                }
                group.addTask {
                    for await _ in stop { return .stopped }
                    throw CancellationError()
                }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
            return lastLine(end, view.state)
        }
        return (end, state)
    }

    /// Returns once a scan has ended for now and nobody went on with it for some seconds.
    private func interruption(of view: ScanDisplay.View) async throws {
        var seconds = 0
        while seconds < 3 {
            try await Task.sleep(for: .seconds(1))
            seconds = view.isInterrupted ? seconds + 1 : 0
        }
    }

    /// The last line of progress; nil where the scan has one of its own.
    private func lastLine(_ end: WatchEnd, _ state: ScanState) -> String? {
        let place = "after \(state.done) of \(state.total) \(state.unit)"
        return switch end {
        case .finished: nil
        case .gaveUp(let reason): "Gave up \(place): \(reason)."
        case .stopped: "Stopped watching \(place); the scan is left alone."
        }
    }

    /// Prints the result of a scan that has ended, and ends the program with its code.
    private func report(_ end: WatchEnd, _ state: ScanState, _ source: WatchSource) throws {
        switch end {
        case .finished: break
        case .gaveUp: throw ProgramExit.lostSight.error
        case .stopped: throw ProgramExit.cancelled.error
        }
        if case .tape(let path) = source {
            try output.report(state, tape: path)
        } else {
            try output.report(state, tape: nil)
        }
        let exit = verdict.exit(of: state)
        try (exit == .cancelled ? ProgramExit.cancelledElsewhere : exit).throwUnlessDone()
    }
}
