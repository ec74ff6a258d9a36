import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AnalyticsExport

/// An export takes of the disk what it may, and not a byte more.
@Suite(.timeLimit(.minutes(3)))
struct ExportRoomTests {
    /// So many bytes, which the files of a directory take.
    private final class Room: ExportRoom {
        let bytes: Int
        private let directory: String
        private let most = Mutex(0)

        init(_ bytes: Int, _ directory: String) {
            self.bytes = bytes
            self.directory = directory
        }

        /// The most that was taken at any time.
        var taken: Int { most.withLock { $0 } }

        func take(_ write: (_ left: Int) throws -> Void) throws {
            try most.withLock { most in
                defer { most = max(most, size) }
                try write(max(0, bytes - size))
            }
        }

        private var size: Int {
            let names = FileManager.default.enumerator(atPath: directory)?.allObjects ?? []
            return names.compactMap { $0 as? String }.reduce(0) { sum, name in
                let path = directory + "/" + name
                let facts = try? FileManager.default.attributesOfItem(atPath: path)
                guard facts?[.type] as? FileAttributeType == .typeRegular else { return sum }
                return sum + ((facts?[.size] as? NSNumber)?.intValue ?? 0)
            }
        }
    }

    @Test(arguments: ExportFormat.all)
    func anExportTakesNoMoreOfTheDiskThanItMay(_ format: ExportFormat) async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            let stocks = (0..<20_000).map { TestTape.completed("T\($0)", pnl: Double($0)) }
            let bodies =
                [TestTape.requested(stocks: stocks.count), TestTape.started] + stocks
                + [#""type":"scan_completed","successful":20000,"failed":0,"elapsed":0.75"#]
            try await TestTape.write(bodies, to: tape)
            let place = directory + "/exports"
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            func export(_ bytes: Int) throws -> Room {
                let room = Room(bytes, place)
                defer { #expect(room.taken <= bytes, "\(format): \(room.taken) of \(bytes)") }
                _ = try TapeExport(format, room: room).run(
                    [TestTape.source(tape)], to: place + "/x")
                return room
            }
            let whole = try export(.max).taken
            try FileManager.default.removeItem(atPath: place + "/x")
            for part in 0..<8 {
                #expect {
                    _ = try export(whole * part / 8)
                } throws: { error in
                    guard case .noRoom? = error as? ExportError else { return false }
                    return true
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
            }
            #expect(try export(whole).taken == whole)
        }
    }
}
