import EventLog
import Foundation
import Storage
import TestSupport
import Testing

@testable import AnalyticsExport

/// An export is there in whole or not at all, and takes the place of nothing but an export.
@Suite(.timeLimit(.minutes(3)))
struct ExportTargetTests {
    /// Runs `body` with a sound tape and a place to export to.
    private func withTape(
        _ body: (_ tape: String, _ directory: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            try FileManager.default.createDirectory(
                atPath: directory + "/out", withIntermediateDirectories: true)
            try await body(tape, directory + "/out")
        }
    }

    private func names(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    }

    private static let forms: [(ExportFormat, Set<ExportTable>)] = [
        (.csv, Set(ExportTable.allCases)), (.csv, [.stocks]), (.ndjson, [.events]),
        (.parquet, Set(ExportTable.allCases)), (.parquet, [.stocks]),
        (.sqlite, Set(ExportTable.allCases)),
    ]

    @Test(arguments: forms)
    func anExportIsReplacedAndNothingElseIsLeft(
        _ format: ExportFormat, _ tables: Set<ExportTable>
    ) async throws {
        try await withTape { tape, out in
            let export = TapeExport(format, tables: tables)
            for _ in 0..<2 {
                _ = try export.run([TestTape.source(tape)], to: out + "/x")
                let sidecar = format == .csv || format == .ndjson
                #expect(
                    try names(out)
                        == (sidecar && !export.isDirectory ? ["x", "x.export.json"] : ["x"]))
            }
            guard export.isDirectory else { return }
            #expect(
                try names(out + "/x")
                    == [
                        "events", "failures", "scans", "sets", "signals", "stocks", "trades",
                        "trials",
                    ].map {
                        "\($0).\(format.name)"
                    }
                    .inserting("export.json", at: 1))
        }
    }

    @Test(arguments: forms)
    func aTapeThatDoesNotHoldLeavesTheOlderExport(
        _ format: ExportFormat, _ tables: Set<ExportTable>
    ) async throws {
        try await withTape { tape, out in
            let export = TapeExport(format, tables: tables)
            _ = try export.run([TestTape.source(tape)], to: out + "/x")
            let before = try contents(out)
            let bad = out + "/../bad.ndjson.gz"
            var bytes = try readFile(tape)
            bytes[60] ^= 1
            try writeFile(bytes, to: bad)
            #expect(throws: LogError.self) {
                try export.run([TestTape.source(tape), TestTape.source(bad)], to: out + "/x")
            }
            #expect(try contents(out) == before)
            #expect(throws: LogError.self) {
                try export.run([TestTape.source(bad)], to: out + "/new")
            }
            #expect(try contents(out) == before)
        }
    }

    @Test(arguments: [0, 100, 1_000, 3_000])
    func aFullDiskIsToldAndLeavesNothing(_ room: Int) async throws {
        try await withTape { tape, out in
            for format in [ExportFormat.csv, .ndjson, .parquet] {
                let export = TapeExport(format, fileSystem: FailingDisk(room: room))
                let error = #expect(throws: ExportError.self) {
                    try export.run([TestTape.source(tape)], to: out + "/x")
                }
                let text = error?.description ?? ""
                #expect(text.contains("No space left on device; free some space"))
                let left = try names(out)
                #expect(left.isEmpty)
            }
        }
    }

    @Test func workThatIsCancelledLeavesNothing() async throws {
        try await withTape { tape, out in
            for format in ExportFormat.all {
                #expect(throws: CancellationError.self) {
                    try TapeExport(format).run([TestTape.source(tape)], to: out + "/x") { _ in
                        throw CancellationError()
                    }
                }
                let left = try names(out)
                #expect(left.isEmpty)
            }
        }
    }

    @Test func whatIsNoExportIsNotReplaced() async throws {
        try await withTape { tape, out in
            try writeFile([1], to: out + "/mine.txt")
            let before = try contents(out)
            let source = TestTape.source(tape)
            for (format, path) in [
                (ExportFormat.parquet, out), (.csv, out + "/mine.txt"), (.sqlite, out),
                (.parquet, out + "/none/x"),
            ] {
                #expect(throws: ExportError.self) { try TapeExport(format).run([source], to: path) }
            }
            #expect(throws: ExportError.self) {
                try TapeExport(.csv, tables: [.stocks]).run([source], to: out)
            }
            #expect(try contents(out) == before)
        }
    }

    @Test func aDatabaseThatIsOpenIsNotReplaced() async throws {
        try await withTape { tape, out in
            let path = out + "/x.sqlite"
            _ = try TapeExport(.sqlite).run([TestTape.source(tape)], to: path)
            try writeFile([], to: path + "-wal")
            #expect(throws: ExportError.self) {
                try TapeExport(.sqlite).run([TestTape.source(tape)], to: path)
            }
        }
    }

    /// The bytes of all files below a directory, by path.
    private func contents(_ directory: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            let isFile =
                try FileManager.default.attributesOfItem(atPath: "\(directory)/\(path)")[.type]
                as? FileAttributeType == .typeRegular
            contents[path] = isFile ? try readFile("\(directory)/\(path)") : []
        }
        return contents
    }
}

extension [String] {
    fileprivate func inserting(_ element: String, at index: Int) -> [String] {
        var copy = self
        copy.insert(element, at: index)
        return copy
    }
}
