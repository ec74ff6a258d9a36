import ArgumentParser
import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import TapeStreams

/// `tapedeck-replay cat`: records of a tape, to the byte.
struct CatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Print records of a tape, a line each, byte for byte as they were written.",
        discussion: "What is asked for must all hold; without options, the whole tape is printed.")

    @OptionGroup var tape: JobArgument
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "Only these records: 7, 7-20, 7- or -20.", valueName: "range"))
    var seq: SeqRange?

    @Option(help: "Only records of this type; repeatable.")
    var type: [String] = []

    @Option(help: "Only records of this stock; repeatable.")
    var ticker: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only from this time on, in UTC: 14:03, or with a date.", valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Only up to this time, its whole minute or second taken in.", valueName: "time"))
    var until: String?

    @Flag(help: "Indent each record for a person.")
    var pretty = false

    /// Numbers of records.
    struct SeqRange: ExpressibleByArgument {
        let first: Int
        let last: Int

        init?(argument: String) {
            let parts = argument.split(
                separator: "-", maxSplits: 1, omittingEmptySubsequences: false
            ).map(String.init)
            let isPlain = parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            guard isPlain, argument != "-", !argument.isEmpty else { return nil }
            let first = parts[0].isEmpty ? 0 : Int(parts[0])
            let last = parts.count == 1 ? first : parts[1].isEmpty ? .max : Int(parts[1])
            guard let first, let last, first <= last else { return nil }
            self.first = first
            self.last = last
        }
    }

    func validate() throws {
        for time in [since, until].compactMap(\.self) {
            switch TapeMoment(time) {
            case .time, .timeOfDay: break
            default:
                throw ValidationError(
                    "'\(time)' is no time; write hh:mm or YYYY-MM-DDThh:mm, perhaps with seconds")
            }
        }
    }

    func run() async throws {
        try await common.run { output in
            let reader = try common.reader(of: tape.job)
            var cut = TapeCut(until.flatMap { TapeMoment($0) })
            var start = TapeStart(since)
            let first = seq?.first ?? 0
            // A time of day is one of the first record's day.
            var blocks = reader.blocks(from: since == nil && until == nil ? first : 0)
            while !cut.isPast, let block = try blocks.next() {
                let block = cut.prefix(of: block)
                for seq in block.firstSeq..<block.endSeq
                where start.hasCome(at: seq, of: block) && seq >= first {
                    if let last = self.seq?.last, seq > last { return }
                    let range = block.range(of: seq)
                    guard try matches(block.payload, range) else { continue }
                    try write(block.payload[range], to: &output)
                }
            }
        }
    }

    private func matches(_ payload: [UInt8], _ range: Range<Int>) throws -> Bool {
        if type.isEmpty && ticker.isEmpty { return true }
        let subject = try RecordSubject(payload, range)
        return (type.isEmpty || type.contains(subject.type))
            && (ticker.isEmpty || subject.ticker.map { ticker.contains($0) } == true)
    }

    private func write(_ line: ArraySlice<UInt8>, to output: inout Output) throws {
        if pretty {
            try output.write(PrettyJSON.text(of: Array(line)))
        } else {
            try output.write(line)
        }
        try output.write(CollectionOfOne(UInt8(ascii: "\n")))
    }
}

/// What a record is about, whatever its type and version.
struct RecordSubject {
    /// Its type.
    private(set) var type = ""
    /// The stock, by the field `ticker` of the record or of its result.
    private(set) var ticker: String?

    /// Looks into the record at `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        var scanner = JSONScanner(bytes, range)
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "type" where scanner.peek() == UInt8(ascii: "\""): type = try scanner.string()
            case "ticker" where scanner.peek() == UInt8(ascii: "\""): ticker = try scanner.string()
            case "result" where scanner.peek() == UInt8(ascii: "{"):
                try scanner.object { name, scanner throws(JSONError) in
                    if name == "ticker", scanner.peek() == UInt8(ascii: "\"") {
                        ticker = try scanner.string()
                    } else {
                        try scanner.skip()
                    }
                }
            default: try scanner.skip()
            }
        }
    }
}

/// Tells from which record on a time has come.
struct TapeStart {
    private let text: String?
    private var time: [UInt8]?
    private var isThere: Bool

    /// Waits for a time, `hh:mm` of the first record's day or one with a date; nil for none.
    init(_ text: String?) {
        self.text = text
        isThere = text == nil
        if case .time(let utc)? = text.flatMap({ TapeMoment($0) }) { time = Array(utc.utf8) }
    }

    /// Whether record `seq` was written at the time or later, or follows one that was.
    mutating func hasCome(at seq: Int, of block: LogBlock) -> Bool {
        guard !isThere, let text, let at = block.time(of: seq),
            let time = time
                ?? WrittenTime.utc(timeOfDay: text, onDayOf: at).map({ Array($0.utf8) })
        else { return isThere }
        self.time = time
        isThere = !at.prefix(time.count).lexicographicallyPrecedes(time)
        return isThere
    }
}
