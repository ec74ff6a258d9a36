internal import ScanEvents

/// The values of a column in some rows: those that are there, one behind the other, and which
/// rows have none.
struct ColumnBuffer: Sendable {
    let column: Column
    /// How many rows there are.
    private(set) var count = 0
    /// Whether each row has a value; empty for a column that always has one.
    private(set) var isPresent: [Bool] = []
    /// How many rows have no value.
    private(set) var nullCount = 0
    /// Integers, days, microseconds, and 0 or 1 for flags.
    private(set) var integers: [Int64] = []
    /// Doubles.
    private(set) var numbers: [Double] = []
    /// Texts that are kept as they come, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each of these ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Texts of a repetitive column.
    private(set) var dictionary = TextDictionary()
    /// The text of each row in `dictionary`.
    private(set) var indices: [UInt32] = []

    init(_ column: Column) {
        self.column = column
    }

    /// How many values there are.
    var valueCount: Int { count - nullCount }
    /// About how many bytes the values take.
    var sizeBytes: Int {
        bytes.count + dictionary.bytes.count + indices.count * 4
            + (integers.count + numbers.count + ends.count) * 8
    }

    /// Forgets all values and keeps the room for them.
    mutating func removeAll() {
        count = 0
        nullCount = 0
        isPresent.removeAll(keepingCapacity: true)
        integers.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        indices.removeAll(keepingCapacity: true)
        dictionary.removeAll()
    }

    /// Appends a row without a value.
    mutating func appendNull() {
        precondition(column.isNullable, "\(column.name) has a value in each row")
        isPresent.append(false)
        count += 1
        nullCount += 1
    }

    /// Appends an integer, a day, or microseconds.
    mutating func append(_ value: Int64?) {
        guard let value else { return appendNull() }
        notePresent()
        integers.append(value)
    }

    /// Appends an integer.
    mutating func append(_ value: Int?) {
        append(value.map { Int64($0) })
    }

    /// Appends a flag.
    mutating func append(_ value: Bool?) {
        append(value.map { $0 ? Int64(1) : 0 })
    }

    /// Appends a double.
    mutating func append(_ value: Double?) {
        guard let value else { return appendNull() }
        notePresent()
        numbers.append(value)
    }

    /// Appends a text.
    mutating func append(_ value: String?) {
        guard let value else { return appendNull() }
        let bytes = Array(value.utf8)
        append(bytes, bytes.indices)
    }

    /// Appends the text that stands at `range` of `source`.
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        notePresent()
        guard column.isRepetitive else {
            bytes.append(contentsOf: source[range])
            ends.append(bytes.count)
            return
        }
        // Most rows have the text of the row before.
        if let last = indices.last, dictionary.holds(Int(last), source, range) {
            indices.append(last)
        } else {
            indices.append(dictionary.index(of: source, range))
        }
    }

    private mutating func notePresent() {
        if column.isNullable { isPresent.append(true) }
        count += 1
    }

    /// Where the text of value `index` stands, and in which bytes.
    func text(of index: Int) -> ArraySlice<UInt8> {
        if column.isRepetitive {
            return dictionary.bytes[dictionary.range(of: Int(indices[index]))]
        }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}
