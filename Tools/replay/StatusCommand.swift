import ArgumentParser
import EventLog
import JSONText
import Projections
import ScanEvents
import Tapes
import TapeStreams

/// `tapedeck-replay status`: where a scan stood at any moment.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show a scan as it was after any of its records, or at any time.",
        discussion: "With --json, the very document that the service gave a polling client then.")

    @OptionGroup var tape: JobArgument
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "The moment: a record's number, or a time in UTC such as 14:03 or 2026-11-24T14:03:07; "
                + "the end unless told.", valueName: "seq|time"))
    var at: TapeMoment?

    @Flag(help: "Print the status document.")
    var json = false

    func run() async throws {
        try await common.run { output in
            let reader = try common.wholeReader(of: tape.job)
            var state = ScanState()
            var last: RecordedEvent?
            var unknown = UnknownEvents()
            let visit = { (record: RecordedEvent, bytes: [UInt8]) in
                state.apply(record, in: bytes)
                unknown.note(record)
                last = record
            }
            if case .record(let seq)? = at, seq >= reader.tail.position.nextSeq {
                throw MomentError(
                    "there is no record \(seq) on the tape; the last is "
                        + "\(reader.tail.position.nextSeq - 1)")
            }
            try reader.forEachEvent(until: at, visit)
            guard state.nextSeq > 0 else {
                throw MomentError(
                    "nothing had been recorded by then; `cat --seq 0` shows the start")
            }
            if json {
                try output.write(state.status + [UInt8(ascii: "\n")])
            } else {
                for line in lines(state, last?.at ?? "") { try output.write(line: line) }
            }
            unknown.tell()
        }
    }

    private func lines(_ state: ScanState, _ time: String) -> [String] {
        var lines = [
            "\(state.requested?.jobID ?? "a scan without a request"): \(state.phase.rawValue) "
                + "after record \(state.nextSeq - 1), \(time)",
            state.isFinished ? state.finalLine : state.progressLine,
        ]
        for failure in state.failures.suffix(5) {
            lines.append("Failed: \(failure.ticker) - \(failure.message)")
        }
        if !state.slowTickers.isEmpty {
            lines.append("Slow: \(state.slowTickers.joined(separator: ", "))")
        }
        return lines + state.summary
    }
}

/// A moment that a tape does not have.
struct MomentError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The records of later versions that were met, which count for nothing here.
struct UnknownEvents {
    private var counts: [String: Int] = [:]

    /// Looks at a record.
    mutating func note(_ record: RecordedEvent) {
        if case .unknown(let type) = record.event, counts.count < 50 || counts[type] != nil {
            counts[type, default: 0] += 1
        }
    }

    /// Tells of them on standard error.
    func tell() {
        for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
            warn(
                "Note: \(count) records of type \(type), which this version does not know, are "
                    + "not counted in")
        }
    }
}
