import EventLog
import Foundation
import GRDB
import Storage
import TestSupport
import Testing

@testable import AnalyticsExport

/// An export replaces exports of ours and nothing else, unless it is forced to.
@Suite(.timeLimit(.minutes(3)))
struct ForeignFileTests {
    /// Something that stands where an export is to go, `x` in the directory that it is given.
    struct Foreign: Sendable, CustomTestStringConvertible {
        let name: String
        let format: ExportFormat
        let tables: Set<ExportTable>
        /// What the refusal must say.
        let words: String
        /// Makes it; the second path is that of a tape.
        let make: @Sendable (String, String) throws -> Void

        var testDescription: String { name }

        init(
            _ name: String, _ format: ExportFormat, _ tables: Set<ExportTable>, _ words: String,
            _ make: @escaping @Sendable (String, String) throws -> Void
        ) {
            self.name = name
            self.format = format
            self.tables = tables
            self.words = words
            self.make = make
        }
    }

    private static let all = Set(ExportTable.allCases)

    private static func write(_ text: String, to path: String) throws {
        try writeFile(Array(text.utf8), to: path)
    }

    private static func export(
        _ format: ExportFormat, _ tables: Set<ExportTable>, _ tape: String, to path: String
    ) throws {
        _ = try TapeExport(format, tables: tables).run([TestTape.source(tape)], to: path)
    }

    private static func makeDatabase(_ path: String, _ statements: String...) throws {
        let queue = try DatabaseQueue(path: path)
        for sql in statements { try queue.write { try $0.execute(sql: sql) } }
        try queue.close()
    }

    /// Files of others; `--force` replaces them.
    static let foreign: [Foreign] = [
        Foreign("a text for a database", .sqlite, all, "no export") { path, _ in
            try write("my notes", to: path)
        },
        Foreign("a text for a table", .csv, [.stocks], "no export") { path, _ in
            try write("a,b\r\n1,2\r\n", to: path)
        },
        Foreign("a database of another program", .sqlite, all, "another program") { path, _ in
            try makeDatabase(path, "CREATE TABLE mine (x)")
        },
        Foreign("a database with our table's name", .sqlite, all, "another program") { path, _ in
            try makeDatabase(path, "CREATE TABLE stocks (x)")
        },
        Foreign("a database for a table", .ndjson, [.events], "another program") { path, _ in
            try makeDatabase(path, "CREATE TABLE mine (x)")
        },
        Foreign("our database with a table more", .sqlite, all, "to which mine was") { path, tape in
            try export(.sqlite, all, tape, to: path)
            try makeDatabase(path, "CREATE TABLE mine (x)")
        },
        Foreign("our database in another mode", .sqlite, all, "another program") { path, tape in
            try export(.sqlite, all, tape, to: path)
            var bytes = try readFile(path)
            (bytes[18], bytes[19]) = (2, 2)
            try writeFile(bytes, to: path)
        },
        Foreign("what only begins as our database", .sqlite, all, "cannot be read") { path, tape in
            try export(.sqlite, all, tape, to: path)
            try writeFile(Array(try readFile(path).prefix(100)), to: path)
        },
        Foreign("the head of a database", .sqlite, all, "another program") { path, _ in
            try write("SQLite format 3\0", to: path)
        },
        Foreign("a Parquet file", .parquet, [.stocks], "Parquet file of another") { path, _ in
            try write("PAR1 created by parquet-cpp-arrow version 20.0.0 PAR1", to: path)
        },
        Foreign("a table that was edited", .csv, [.stocks], "is not the file that") { path, tape in
            try export(.csv, [.stocks], tape, to: path)
            try writeFile(try readFile(path) + [0x41], to: path)
        },
        Foreign("a table edited in place", .csv, [.stocks], "is not the file that") { path, tape in
            try export(.csv, [.stocks], tape, to: path)
            var bytes = try readFile(path)
            bytes[bytes.count - 3] ^= 1
            try writeFile(bytes, to: path)
        },
        Foreign("another file beside a manifest", .csv, [.stocks], "is not the") { path, tape in
            try export(.csv, [.stocks], tape, to: path)
            try write("mine", to: path)
        },
        Foreign("a file in the manifest's place", .csv, [.stocks], "not the manifest") { path, _ in
            try write("{\"form\":1}", to: path + ".export.json")
        },
        Foreign("a directory with a table of others", .csv, all, "no export.json") { path, _ in
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            try write("mine", to: path + "/stocks.csv")
        },
        Foreign("a directory with other files", .csv, all, "such as mine.txt") { path, tape in
            try export(.csv, all, tape, to: path)
            try write("mine", to: path + "/mine.txt")
        },
        Foreign("a directory with an edited table", .csv, all, "its stocks.csv is not") {
            path, tape in
            try export(.csv, all, tape, to: path)
            try write("mine", to: path + "/stocks.csv")
        },
        Foreign("a directory with a table more", .csv, all, "its stocks.parquet is not") {
            path, tape in
            try export(.csv, all, tape, to: path)
            try write("mine", to: path + "/stocks.parquet")
        },
    ]

    @Test(arguments: foreign)
    func whatIsNoExportIsRefusedAndReplacedByForceOnly(_ foreign: Foreign) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            let place = directory + "/place"
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: false)
            let path = place + "/x"
            try foreign.make(path, tape)
            let before = try contents(of: place)
            let error = #expect(throws: ExportError.self) {
                try Self.export(foreign.format, foreign.tables, tape, to: path)
            }
            let text = error?.description ?? ""
            #expect(text.contains(foreign.words) && text.contains("--force"), "\(text)")
            #expect(try contents(of: place) == before)

            let shorter = directory + "/shorter.ndjson.gz"
            try await TestTape.write([TestTape.requested()], to: shorter)
            let forced = TapeExport(foreign.format, tables: foreign.tables, isForced: true)
            _ = try forced.run([TestTape.source(shorter)], to: path)
            #expect(try contents(of: place) != before)
            // Of others' files in a directory none is lost that has a name of its own.
            #expect(try contents(of: place)["x/mine.txt"] == before["x/mine.txt"])
            if before["x/mine.txt"] == nil, before["x/stocks.parquet"] == nil {
                try Self.export(foreign.format, foreign.tables, tape, to: path)
            }
            #expect(try contents(of: place).keys.allSatisfy { !$0.contains(".new-") })
        }
    }

    @Test(arguments: ExportFormat.all)
    func anExportOfAnotherFormIsReplacedAndItsManifestGoes(_ format: ExportFormat) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            let path = directory + "/x"
            for other in ExportFormat.all {
                try Self.export(other, [.stocks], tape, to: path)
                try Self.export(format, [.stocks], tape, to: path)
                let hasManifest = format == .csv || format == .ndjson
                #expect(
                    FileManager.default.fileExists(atPath: path + ".export.json") == hasManifest)
            }
        }
    }

    @Test func emptyFilesAndDirectoriesAreReplaced() async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            for format in ExportFormat.all {
                try writeFile([], to: directory + "/file")
                try Self.export(format, [.stocks], tape, to: directory + "/file")
                try FileManager.default.removeItem(atPath: directory + "/file")
                try? FileManager.default.removeItem(atPath: directory + "/file.export.json")
            }
            try FileManager.default.createDirectory(
                atPath: directory + "/directory", withIntermediateDirectories: false)
            try Self.export(.parquet, Self.all, tape, to: directory + "/directory")
        }
    }

    @Test(arguments: [false, true])
    func noForceReplacesWhatIsNoFile(_ isForced: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            let pipe = directory + "/pipe"
            let made = try await Program.system("mkfifo").run([pipe])
            #expect(made.status == 0)
            let link = directory + "/nowhere"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: directory + "/none")
            for (path, words) in [(pipe, "no regular file"), (link, "leads nowhere")] {
                let export = TapeExport(.csv, tables: [.stocks], isForced: isForced)
                let error = #expect(throws: ExportError.self) {
                    try export.run([TestTape.source(tape)], to: path)
                }
                let text = error?.description ?? ""
                #expect(text.contains(words), "\(text)")
            }
        }
    }

    @Test func aLinkIsFollowedAndStays() async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            let (file, link) = (directory + "/file", directory + "/link")
            try Self.write("mine", to: file)
            let files = FileManager.default
            try files.createSymbolicLink(atPath: link, withDestinationPath: file)
            #expect(throws: ExportError.self) { try Self.export(.sqlite, Self.all, tape, to: link) }
            try files.removeItem(atPath: file)
            try Self.export(.sqlite, Self.all, tape, to: file)
            let before = try readFile(file)
            try await TestTape.write([TestTape.requested()], to: directory + "/2.gz")
            try Self.export(.sqlite, Self.all, directory + "/2.gz", to: link)
            #expect(try readFile(file) != before)
            #expect(try files.destinationOfSymbolicLink(atPath: link) == file)
        }
    }

    @Test func whatCameInTheMeantimeIsNotReplaced() async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape)
            let path = directory + "/x"
            let error = #expect(throws: ExportError.self) {
                let export = TapeExport(.csv, tables: [.stocks])
                _ = try export.run([TestTape.source(tape)], to: path) { _ in
                    try Self.write("mine", to: path)
                }
            }
            let text = error?.description ?? ""
            #expect(text.contains("no export"))
            #expect(try readFile(path) == Array("mine".utf8))
        }
    }

    /// The bytes of all files below a directory, by path.
    private func contents(of directory: String) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
            var isDirectory: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(
                atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
            contents[path] = isDirectory.boolValue ? [] : try readFile("\(directory)/\(path)")
        }
        return contents
    }
}
