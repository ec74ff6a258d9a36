internal import StreamServer
internal import AnalyticsExport
internal import EventLog
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Projections
internal import Tapes
internal import Storage

/// The results of scans as files for spreadsheets, data frames and databases.
///
/// A file is made from the verified tape when it is asked for, without a name that others could
/// see, and is gone when it has been sent, for which a client has only so long. Of such files there
/// is a bounded number, and they leave some of the disk for tapes.
final class ResultExports: Sendable {
    /// The formats that a request can name, `json` aside.
    static let formats = ExportFormat.all.map(\.name)
    private let limits: ServiceLimits
    private let reserve = DiskReserve(ofDiskAt: FileManager.default.temporaryDirectory.path)
    /// How long a client may take with each piece.
    private let pieceTimeout: TimeAmount

    /// Makes exports within `limits`.
    init(_ limits: ServiceLimits, pieceTimeout: TimeAmount) {
        self.limits = limits
        self.pieceTimeout = pieceTimeout
    }

    /// Answers with a table of a scan; without one with its stocks, or the sets of a sweep, as a
    /// database with all tables.
    ///
    /// - Throws: `Problem`, 429 where as many are being made or sent as may be, 503 where there is
    ///   too little room, and 500 where the tape does not hold.
    func response(
        _ format: ExportFormat, _ table: ExportTable?, of job: JobID, _ reader: LogReader,
        _ context: ServiceContext
    ) async throws -> Response {
        guard let permit = limits.exports.take(for: context.client),
            let buffer = limits.answers.take(ResponseBody.pieceBytes, for: context.client)
        else {
            throw Problem(
                status: .tooManyRequests,
                detail: "as many exports are being made or sent as may be; try again in a moment",
                headers: [.retryAfter: "1"])
        }
        let (file, size) = try await context.whileClientStays {
            [limits, reserve, client = context.client] in
            try await limits.reads.run(for: client) { hasLeft in
                do {
                    return try Self.file(format, table, of: job, reader, reserve, hasLeft)
                } catch ExportError.noRoom {
                    throw Problem.noRoomForExports
                } catch let error where !(error is CancellationError || error is Problem) {
                    throw Problem(failedBecause: error)
                }
            }
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition:
                    "attachment; filename=\"\(job)\(table.map { "-\($0.rawValue)" } ?? "").\(format.name)\"",
            ],
            body: .inPieces(size, to: context.channel, within: pieceTimeout) { offset, length in
                defer { withExtendedLifetime((permit, buffer)) {} }
                return ByteBuffer(
                    bytes: try await BlockingExecutor.run {
                        Result { try file.read(at: offset, count: length) }
                    }.get())
            })
    }

    /// Makes the file and takes its name away; blocks.
    ///
    /// What is registered of the tape was held against it when the store opened it.
    private static func file(
        _ format: ExportFormat, _ table: ExportTable?, of job: JobID, _ reader: LogReader,
        _ reserve: DiskReserve, _ hasLeft: @Sendable () -> Bool
    ) throws -> (any OpenFile, Int) {
        try reserve.check()
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("tapedeck-result-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appendingPathComponent("export").path
        let tables: Set<ExportTable>
        if let table {
            tables = [table]
        } else if format.isDatabase {
            tables = Set(ExportTable.allCases)
        } else {
            tables = [try reader.scanState(before: 1).sweep == nil ? .stocks : .sets]
        }
        _ = try TapeExport(format, tables: tables, room: reserve)
            .run([ExportSource(name: job.description) { (reader, nil) }], to: path) { _ in
                if hasLeft() { throw CancellationError() }
            }
        let file = try PosixFileSystem().open(path, forWriting: false)
        return (file, try file.size())
    }
}
