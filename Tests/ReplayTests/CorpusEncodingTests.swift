import Foundation
import ScanEvents
import TestSupport
import Testing

/// What is read from a tape of this version and written again has the same bytes.
@Suite(.timeLimit(.minutes(3)))
struct CorpusEncodingTests {
    /// The tapes whose records this version wrote, whoever put them together.
    private static let paths: [String] = {
        let directory = Program.repository + "/Tests/EndToEndTests/Corpus/whole/scans"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let isOther = ["registry", "20261124-120000-0000001a", "20261124-120000-0000001b"]
        let tapes = names.filter { name in
            name.hasSuffix(".ndjson.gz") && !isOther.contains { name.hasPrefix($0) }
        }
        return tapes.sorted().map { "\(directory)/\($0)" } + Tapes.all.map(Tapes.path) + [
            Tapes.ofAText
        ]
    }()

    /// What a record holds.
    private func event(_ body: String) throws -> ScanEvent {
        let line = #"{"seq":7,"at":"2026-11-24T12:00:00.000000Z","# + body + "}"
        return try RecordedEvent(Array(line.utf8)).event
    }

    @Test func theCorpusHasRecordsOfAllTypes() throws {
        let bodies = try Self.paths.flatMap { try Forge.bodies(of: $0) }
        let folder = Program.repository + "/Schemas/events"
        let schemas = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
            $0.components(separatedBy: ".schema.json").first
        }
        // Of those that are younger than the corpus, `RecordedBytesTests` has some.
        let others = ["common", "record", "log_sealed", "stock_traded", "signals_given"]
        let sweeps = ["sets_listed", "trials_completed", "sets_valued", "walk_forward_valued"]
        let scans = Set(schemas).subtracting(others + sweeps).filter { !$0.hasPrefix("sweep_") }
        #expect(try Set(bodies.map { try event($0).type }) == scans)
    }

    @Test(arguments: paths)
    func aRecordIsWrittenAsItWasRead(_ path: String) throws {
        for body in try Forge.bodies(of: path) {
            #expect(String(decoding: try event(body).recordBody, as: UTF8.self) == body)
        }
    }
}
