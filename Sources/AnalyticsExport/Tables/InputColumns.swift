internal import EventLog
internal import ScanEvents

/// The columns of the inputs that the sweeps of an export vary: one an input, whichever sweep varies
/// it.
struct InputColumns: Sendable {
    /// The most of them; a database has room for so many beside the others.
    static let most = 1_000

    /// The inputs, as the tapes name them.
    private(set) var names: [String] = []
    /// A column for each.
    private(set) var columns: [Column] = []
    /// Names that no other column may have; readers tell no great letters from small ones.
    private var taken = Set(
        (Column.ofSets + Column.ofSetFigures + Column.ofTrials).map { $0.name.lowercased() })

    /// No inputs.
    init() {}

    /// The inputs that the sweeps among `sources` vary, each in the place where it comes first.
    ///
    /// Only the beginning of each tape is read; one that does not hold tells none.
    /// - Throws: what opening a tape throws, or `ExportError.tooManyInputs`.
    init(of sources: [ExportSource]) throws {
        for source in sources {
            let (reader, _) = try source.open()
            for name in Self.inputs(of: reader) where !names.contains(name) {
                guard names.count < Self.most else { throw ExportError.tooManyInputs(Self.most) }
                add(name)
            }
        }
    }

    /// The inputs, and the place of each among those of a sweep; nil where it does not vary it.
    func places(among inputs: [String]) -> [Int?] {
        names.map { inputs.firstIndex(of: $0) }
    }

    /// Adds an input, whose column has its name where that is a name and no other column's.
    mutating func add(_ name: String) {
        let isName =
            !name.isEmpty && name.utf8.count <= 64 && name.utf8.first.map { !isDigit($0) } ?? false
            && name.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
        var column = isName ? name : "input"
        if !isName || taken.contains(column.lowercased()) { column = "input_" + column }
        let first = column
        var number = 2
        while !taken.insert(column.lowercased()).inserted {
            column = "\(first)_\(number)"
            number += 1
        }
        names.append(name)
        columns.append(.number(column).orNull)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    /// The inputs that a tape's first list of sets names.
    private static func inputs(of reader: LogReader) -> [String] {
        var blocks = reader.blocks()
        while let block = try? blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                guard let record = try? RecordedEvent(block.payload, block.range(of: seq)) else {
                    return []
                }
                switch record.event {
                case .sweepRequested, .strategyRecorded: continue
                case .setsListed(let sets): return sets.inputs
                default: return []
                }
            }
        }
        return []
    }
}
