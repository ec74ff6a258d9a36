import ArgumentParser
import Foundation
import Projections
import ScanHistory
import Scanning
import UnixSignals

/// `tapedeck scan`: one scan in the foreground.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Run one scan and show its progress.")

    @Argument(help: "The strategy; `tapedeck strategies` lists them.")
    var strategy: String

    @OptionGroup var request: RequestOptions
    @OptionGroup var directory: DirectoryOption

    @Option(help: "Report progress each time this many stocks more are done.")
    var every: Int?

    @Flag(help: "Print the result, one JSON object, on standard output and nothing else.")
    var json = false

    func validate() throws {
        if let every, every < 1 { throw ValidationError("--every must be at least 1") }
    }

    func run() async throws {
        do {
            let plan = try ScanPlan(try request.request(strategy: strategy))
            let history = try await openHistory(directory)
            // Before there is a tape that a signal could leave open-ended.
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let recorder = try await plan.record(in: history)
            let state = try await scan(plan, recorder, signals)
            try report(state, tape: history.archive.path(of: recorder.job))
        } catch let refusal as ScanRefusal {
            throw ValidationError(refusal.description)
        } catch let error as HistoryError {
            throw Failure(error)
        }
    }

    /// Runs the scan beside its display, which reads the tape like any other viewer.
    private func scan(
        _ plan: ScanPlan, _ recorder: ScanRecorder, _ signals: UnixSignalsSequence
    ) async throws -> ScanState {
        let control = ScanControl()
        let reader = recorder.reader
        let display = ScanDisplay(every: every)
        return try await withThrowingTaskGroup(of: ScanState?.self) { group in
            group.addTask {
                try await Scan(plan, recorder: recorder, control: control).run()
                return nil
            }
            group.addTask { try await display.show(reader) }
            let cancelling = Task { await cancel(control, on: signals) }
            defer { cancelling.cancel() }
            var last = ScanState()
            for try await state in group { last = state ?? last }
            return last
        }
    }

    private func report(_ state: ScanState, tape: String) throws {
        if json {
            guard state.phase == .completed else { throw exit(for: state) }
            try FileHandle.standardOutput.write(
                contentsOf: Data(state.completeMessage + [UInt8(ascii: "\n")]))
            return
        }
        print(state.summary.joined(separator: "\n"))
        print("Tape: \(tape)")
        if state.phase != .completed { throw exit(for: state) }
    }

    private func exit(for state: ScanState) -> ExitCode {
        state.phase == .cancelled ? ExitCode(130) : ExitCode(1)
    }
}

/// Ends the scan on the first signal and the program on the second.
private func cancel(_ control: ScanControl, on signals: UnixSignalsSequence) async {
    for await _ in signals {
        if control.isCancelled { exit(130) }
        control.cancel()
    }
}
