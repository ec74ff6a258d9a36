import TapePlayback
import ArgumentParser
import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import TapeStreams
import ServerSentEvents

/// `tapedeck-replay stream`: what the clients of a scan's stream received.
struct StreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Print the stream of a scan, byte for byte as it was served.",
        discussion: """
            With --serve, a browser's EventSource can watch it: the scan runs anew for each \
            client, which goes on where it was if it is cut off. Only this machine is served.
            """)

    /// A view by its name.
    enum View: String, ExpressibleByArgument, CaseIterable {
        case progress
        case events
    }

    /// A form by its name.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case sse
        case lines
    }

    @OptionGroup var tape: JobArgument
    @OptionGroup var common: CommonOptions

    @Option(help: "What to show: progress, or the events themselves.")
    var view = View.progress

    @Option(
        help: ArgumentHelp(
            "Send progress each time this many stocks more are done; \(StreamView.defaultEvery) "
                + "unless told, for lines at most one per five per cent."))
    var every: Int?

    @Option(help: "Begin with what this record adds to the stream.")
    var from = 0

    @Option(
        help: ArgumentHelp(
            "End at this moment: a record's number, or a time in UTC such as 14:03 or "
                + "2026-11-24T14:03:07.", valueName: "seq|time"))
    var at: TapeMoment?

    @Option(help: "The form: sse, server-sent events, or lines, as on a terminal.")
    var format = Format.sse

    @Option(
        help: ArgumentHelp(
            "Play it as fast as it was (1), or so many times faster; at once unless told."))
    var speed: Double?

    @Option(
        help: ArgumentHelp(
            "Play it to browsers on this port of this machine, 0 for a free one, at --speed 1 "
                + "unless told.", valueName: "port"))
    var serve: Int?

    @Option(
        help: ArgumentHelp(
            "With --serve: let pages of this origin watch; repeatable.", valueName: "origin"))
    var allowOrigin: [String] = []

    func validate() throws {
        if from < 0 { throw ValidationError("--from must be 0 or more") }
        if let every, every < 1 { throw ValidationError("--every must be at least 1") }
        if let speed, !(speed > 0 && speed <= 1e6) {
            throw ValidationError("--speed must be more than 0 and at most 1000000")
        }
        if let serve, !(0...65_535).contains(serve) {
            throw ValidationError("--serve must be a port from 0 to 65535")
        }
        if serve == nil, !allowOrigin.isEmpty {
            throw ValidationError("--allow-origin goes with --serve")
        }
        _ = try allowedOrigins()
        if format == .lines, view == .events {
            throw ValidationError("lines show progress; the events are there as sse")
        }
        if serve != nil, format == .lines || common.output != nil {
            throw ValidationError("--serve sends server-sent events and writes no output")
        }
    }

    func run() async throws {
        try await common.run { output in
            let reader = try common.reader(of: tape.job)
            if let port = serve {
                try output.flush()
                return try await serve(reader, on: port)
            }
            let playback = Playback(reader: reader, form: form, from: from, until: at)
            guard let speed else {
                return try playback.forEachPart { try output.write($0) }
            }
            var pace = Pace(speed: speed)
            try await playback.forEachPiece { piece in
                let wait = pace.wait(until: piece.elapsed)
                if wait > .zero { try await Task.sleep(for: wait) }
                try output.write(piece.bytes)
                try output.flush()
            }
        }
    }

    private var form: Playback.Form {
        switch format {
        case .lines: .lines(every: every)
        case .sse: .events(streamView)
        }
    }

    private var streamView: StreamView {
        switch view {
        case .events: .events
        case .progress: .progress(every: every ?? StreamView.defaultEvery)
        }
    }

    /// The origins in the form in which browsers send them.
    private func allowedOrigins() throws -> Set<String> {
        do throws(WebOriginError) {
            var origins: Set<String> = []
            for origin in allowOrigin { origins.insert(try WebOrigin(origin).text) }
            return origins
        } catch {
            throw ValidationError("--allow-origin: \(error)")
        }
    }

    private func serve(_ reader: LogReader, on port: Int) async throws {
        guard let job = try reader.requested()?.jobID else {
            throw MomentError("\(reader.path) does not begin with a scan's request")
        }
        let server = PlaybackServer(
            job: job, reader: reader,
            usual: StreamRequest(
                view: streamView,
                start: from > 0 ? .place(StreamPlace(seq: from), text: "\(from)") : .beginning),
            until: at, speed: speed ?? 1, allowedOrigins: try allowedOrigins())
        try await server.run(port: port) { port in
            warn("Playing http://127.0.0.1:\(port)/market-scan/stream/\(job)")
        }
    }
}
