/// The numbers of Parquet's format (parquet-format, `parquet.thrift`) that are used here.
enum ParquetFormat {
    static let magic = Array("PAR1".utf8)
    /// The second version of the footer: what the logical types came with.
    static let version: Int32 = 2
    /// The codec: each page a gzip member.
    static let gzip: Int32 = 2
    static let dataPage: Int32 = 0
    static let dictionaryPage: Int32 = 2
    static let required: Int32 = 0
    static let optional: Int32 = 1

    /// How the values of a page are written.
    enum Encoding: Int32 {
        case plain = 0
        case hybridRuns = 3
        case deltaPacking = 5
        case dictionary = 8
    }

    /// A physical type.
    enum PhysicalType: Int32 {
        case boolean = 0
        case int32 = 1
        case int64 = 2
        case double = 5
        case byteArray = 6
    }
}

extension Column.Kind {
    /// How Parquet stores such values.
    var physicalType: ParquetFormat.PhysicalType {
        switch self {
        case .integer, .time: .int64
        case .number: .double
        case .flag: .boolean
        case .text, .json: .byteArray
        case .date: .int32
        }
    }
}

extension Column {
    /// Writes the fields of the column's schema element.
    func writeSchema(to thrift: inout ThriftCompact) {
        thrift.field(1, kind.physicalType.rawValue)
        thrift.field(3, isNullable ? ParquetFormat.optional : ParquetFormat.required)
        thrift.field(4, name)
        switch kind {
        case .integer, .number, .flag: break
        case .text, .json:
            // Not as Parquet's JSON, which Polars takes for bytes that are no text.
            thrift.field(6, Int32(0))
            thrift.field(10) { $0.field(1) { _ in } }
        case .date:
            thrift.field(6, Int32(6))
            thrift.field(10) { $0.field(6) { _ in } }
        case .time:
            thrift.field(6, Int32(10))
            // Adjusted to UTC, in microseconds.
            thrift.field(10) { type in
                type.field(8) { time in
                    time.field(1, true)
                    time.field(2) { $0.field(2) { _ in } }
                }
            }
        }
    }
}
