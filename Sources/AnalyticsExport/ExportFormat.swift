/// A form of an export's files.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// Comma-separated values (RFC 4180), a file a table.
    case csv
    /// A JSON object a line, a file a table.
    case ndjson
    /// Apache Parquet, a file a table.
    case parquet
    /// One SQLite database of all tables.
    case sqlite
}
