internal import AnalyticsExport
internal import EventLog
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ScanHistory
internal import Synchronization

/// The results of scans as files for spreadsheets, data frames and databases.
///
/// A file is made from the verified tape when it is asked for, without a name that others could
/// see, and is gone when it has been sent.
final class ResultExports: Sendable {
    /// The formats that a request can name, `json` aside.
    static let formats = ExportFormat.allCases.map(\.rawValue)
    /// How many are made at once; more would only take the scans' time.
    private static let limit = 2
    private static let chunkBytes = 256 * 1024

    private let underway = Mutex(0)

    /// Answers with the stocks of a scan; as a database, with all of its tables.
    ///
    /// - Throws: `Problem`, 429 where as many are being made as may be, and 500 where the tape does
    ///   not hold or there is no room.
    func response(
        _ format: ExportFormat, of job: JobID, _ reader: LogReader
    ) async throws -> Response {
        let isTaken = underway.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isTaken else {
            throw Problem(
                status: .tooManyRequests,
                detail: "\(Self.limit) exports are being made; try again in a moment",
                headers: [.retryAfter: "1"])
        }
        defer { underway.withLock { $0 -= 1 } }
        let made = await BlockingExecutor.run {
            Result { try Self.file(format, of: job, reader) }
        }
        let (file, size): (any OpenFile, Int)
        do {
            (file, size) = try made.get()
        } catch {
            throw Problem(failedBecause: error)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition: "attachment; filename=\"\(job).\(format.rawValue)\"",
            ],
            body: ResponseBody(contentLength: size) { writer in
                var offset = 0
                while offset < size {
                    let start = offset
                    let chunk = await BlockingExecutor.run {
                        Result { try file.read(at: start, count: Self.chunkBytes) }
                    }
                    let bytes = try chunk.get()
                    offset += bytes.count
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                try await writer.finish(nil)
            })
    }

    /// Makes the file and takes its name away; blocks.
    ///
    /// What is registered of the tape was held against it when the history opened it.
    private static func file(
        _ format: ExportFormat, of job: JobID, _ reader: LogReader
    ) throws -> (any OpenFile, Int) {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("tapedeck-result-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("export").path
        let tables = format == .sqlite ? Set(ExportTable.allCases) : [.stocks]
        _ = try TapeExport(format, tables: tables)
            .run([ExportSource(name: job.description) { (reader, nil) }], to: path)
        let file = try PosixFileSystem().open(path, forWriting: false)
        return (file, try file.size())
    }
}

extension ExportFormat {
    /// The type of the file, as registered with IANA; that of JSON lines is not.
    fileprivate var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ndjson: "application/x-ndjson"
        case .parquet: "application/vnd.apache.parquet"
        case .sqlite: "application/vnd.sqlite3"
        }
    }
}
