import ArgumentParser
import EventLog
import Foundation
import ScanHistory

/// `tapedeck-replay stream`: the bytes that a client of the scan's stream received.
struct StreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Print the server-sent events of a scan, byte for byte as they were served.")

    /// A view by its name.
    enum View: String, ExpressibleByArgument, CaseIterable {
        case progress
        case events
    }

    @Argument(help: "A scan's name, a unique prefix of one, `latest`, or a tape's path.")
    var job: String

    @Option(help: "Begin with what this record adds to the stream.")
    var from = 0

    @Option(help: "Send progress each time this many stocks more are done.")
    var every = StreamView.defaultEvery

    @Option(help: "What to show: progress, or the events themselves.")
    var view = View.progress

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("The directory of the tapes.", valueName: "dir"))
    var variableDirectory = "./var"

    func validate() throws {
        if from < 0 { throw ValidationError("--from must be 0 or more") }
        if every < 1 { throw ValidationError("--every must be at least 1") }
    }

    func run() throws {
        do {
            let archive = ScanArchive(variableDirectory: variableDirectory)
            let reader = try archive.reader(at: try archive.tape(named: job))
            try play(reader, to: .standardOutput)
        } catch let error as HistoryError {
            throw Failure(error)
        } catch let error as LogError {
            throw Failure(error)
        }
    }

    private func play(_ reader: LogReader, to output: FileHandle) throws {
        var transcript = StreamTranscript(
            view == .events ? .events : .progress(every: every), from: from)
        var blocks = reader.blocks(from: transcript.readsFromSeq)
        while !transcript.isFinished, let block = try blocks.next() {
            try output.write(contentsOf: Data(try transcript.encode(block).bytes))
        }
    }
}

/// An error that ends the program with code 1 and its own words, without the usage.
private struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        description = "\(error)"
    }
}
