/// Some rows of a table, column by column.
struct RowBatch: Sendable {
    /// The rows from which on a batch, a row group in Parquet, is full.
    static let fullRows = 65_536
    /// The bytes from which on it is.
    static let fullBytes = 16 * 1024 * 1024

    let shape: TableShape
    /// The values.
    private(set) var columns: [ColumnBuffer]
    /// The column of the next value.
    private var next = 0

    init(_ shape: TableShape) {
        self.shape = shape
        columns = shape.columns.map { ColumnBuffer($0) }
    }

    /// A batch of a table without columns of inputs.
    init(_ table: ExportTable) {
        self.init(TableShape(table))
    }

    /// The table.
    var table: ExportTable { shape.table }

    /// How many whole rows there are.
    var count: Int { columns[columns.count - 1].count }

    /// Whether it should be passed on; looked at once a commit, which has 64 KiB at most.
    var isFull: Bool {
        count >= Self.fullRows || columns.reduce(0) { $0 + $1.sizeBytes } >= Self.fullBytes
    }

    /// Forgets all rows and keeps the room for them.
    mutating func removeAll() {
        for index in columns.indices { columns[index].removeAll() }
    }

    // MARK: The next value of a row

    /// What the next value is.
    var nextKind: Column.Kind { columns[next].column.kind }

    /// Appends no value.
    mutating func addNull() {
        columns[next].appendNull()
        step()
    }

    /// Appends a text.
    mutating func add(_ value: String?) {
        columns[next].append(value)
        step()
    }

    /// Appends an integer.
    mutating func add(_ value: Int?) {
        columns[next].append(value)
        step()
    }

    /// Appends an integer, a day, or microseconds.
    mutating func add(_ value: Int64?) {
        columns[next].append(value)
        step()
    }

    /// Appends a double.
    mutating func add(_ value: Double?) {
        columns[next].append(value)
        step()
    }

    /// Appends a flag.
    mutating func add(_ value: Bool?) {
        columns[next].append(value)
        step()
    }

    /// Appends the text that stands at `range` of `source`.
    mutating func add(_ source: [UInt8], _ range: Range<Int>) {
        columns[next].append(source, range)
        step()
    }

    private mutating func step() {
        next = next + 1 == columns.count ? 0 : next + 1
    }
}
