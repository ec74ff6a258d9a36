internal import EventLog
internal import JSONText
internal import ScanEvents

extension ExportFormat {
    /// The end of a footer, in which the name of the creator stands.
    private static let footerBytes = 64 * 1024

    /// Apache Parquet, a file a table, which says all in its footer.
    package static let parquet = ExportFormat(
        "parquet", title: "Stocks as Parquet", mediaType: "application/vnd.apache.parquet",
        isText: false,
        .fileATable(saysAll: true) { try ParquetSink($0, $1) },
        Signature(magic: ParquetFormat.magic) { file in
            try file.end(footerBytes).firstRange(of: ParquetSink.creator) == nil
                ? "it is a Parquet file of another program" : nil
        })
}

/// The rows of a batch as a row group, as the footer tells it.
struct ParquetRowGroup: Sendable {
    let rows: Int
    /// The columns, one behind the other.
    let chunks: [ParquetChunk]
    /// Where the row group starts in the file.
    var offset = 0
}

/// A table in a Parquet file: row groups, then the footer.
///
/// Unchecked: `encode` reads constants only, and the pipeline calls the others one after the other.
final class ParquetSink: TableSink, @unchecked Sendable {
    /// What the name of the program in a footer begins with.
    static let creator = Array("tapedeck version ".utf8)

    private let shape: TableShape
    private var file: ExportFile
    private var rowGroups: [ParquetRowGroup] = []

    init(_ shape: TableShape, _ file: ExportFile) throws {
        self.shape = shape
        self.file = file
        try self.file.append(ParquetFormat.magic)
    }

    func encode(_ batch: RowBatch) -> EncodedBatch {
        var part = EncodedBatch(rows: batch.count)
        var pages = ParquetPages()
        part.detail = ParquetRowGroup(
            rows: batch.count, chunks: batch.columns.map { pages.append($0, to: &part.bytes) })
        return part
    }

    func write(_ part: EncodedBatch) throws {
        guard var group = part.detail as? ParquetRowGroup else { return }
        group.offset = file.bytes
        try file.append(part.bytes)
        rowGroups.append(group)
    }

    func finish(_ facts: ExportFacts) throws -> ExportedFile? {
        let footer = footer(facts)
        var end = footer
        end.appendLittleEndian(UInt64(footer.count), count: 4)
        try file.append(end + ParquetFormat.magic)
        return try file.finish(shape.table, rows: rowGroups.reduce(0) { $0 + $1.rows })
    }

    private func footer(_ facts: ExportFacts) -> [UInt8] {
        let columns = shape.columns
        return ThriftCompact.structure { footer in
            footer.field(1, ParquetFormat.version)
            footer.list(2, [nil] + columns.map(Optional.init)) { element, column in
                if let column {
                    column.writeSchema(to: &element)
                } else {
                    element.field(4, shape.table.rawValue)
                    element.field(5, Int32(columns.count))
                }
            }
            footer.field(3, Int64(rowGroups.reduce(0) { $0 + $1.rows }))
            footer.list(4, rowGroups) { $1.write(to: &$0) }
            footer.list(5, facts.members(of: shape.table)) { pair, member in
                pair.field(1, member.name)
                pair.field(2, member.value)
            }
            footer.field(6, "tapedeck version \(Engine.version) (build export)")
            // Bounds are in the order that the type defines.
            footer.list(7, columns) { order, _ in order.field(1) { _ in } }
        }
    }
}

extension ParquetRowGroup {
    fileprivate func write(to thrift: inout ThriftCompact) {
        var start = offset
        var starts: [Int] = []
        for chunk in chunks {
            starts.append(start)
            start += chunk.compressedBytes
        }
        thrift.list(1, Array(zip(chunks, starts))) { column, place in
            column.field(2, Int64(0))
            column.field(3) { place.0.write(at: place.1, to: &$0) }
        }
        thrift.field(2, Int64(chunks.reduce(0) { $0 + $1.uncompressedBytes }))
        thrift.field(3, Int64(rows))
        thrift.field(5, Int64(offset))
        thrift.field(6, Int64(start - offset))
    }
}

extension ParquetChunk {
    fileprivate func write(at start: Int, to thrift: inout ThriftCompact) {
        var encodings = [encoding.rawValue]
        if column.isNullable { encodings.append(ParquetFormat.Encoding.hybridRuns.rawValue) }
        if hasDictionary { encodings.append(ParquetFormat.Encoding.plain.rawValue) }
        thrift.field(1, column.kind.physicalType.rawValue)
        thrift.list(2, encodings)
        thrift.list(3, [column.name])
        thrift.field(4, ParquetFormat.gzip)
        thrift.field(5, Int64(values))
        thrift.field(6, Int64(uncompressedBytes))
        thrift.field(7, Int64(compressedBytes))
        thrift.field(9, Int64(start + dataOffset))
        if hasDictionary { thrift.field(11, Int64(start)) }
        thrift.field(12) { statistics in
            statistics.field(3, Int64(self.statistics.nullCount))
            if let greatest = self.statistics.greatest { statistics.field(5, greatest) }
            if let least = self.statistics.least { statistics.field(6, least) }
        }
    }
}
