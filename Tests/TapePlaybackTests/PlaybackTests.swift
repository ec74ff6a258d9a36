import EventLog
import TapePlayback
import TapeStreams
import Tapes
import TestSupport
import Testing

/// What is shown of a recorded scan, piece by piece and all at once.
@Suite(.timeLimit(.minutes(3)))
struct PlaybackTests {
    private static let directory = Program.repository + "/Tests/ReplayTests/Tapes"

    private func reader() throws -> LogReader {
        let archive = TapeArchive(variableDirectory: Self.directory)
        let job = try #require(try archive.jobs().first)
        return try archive.reader(at: archive.path(of: job))
    }

    @Test(
        arguments: [Playback.Form.events(.progress(every: 1)), .events(.events), .lines(every: 1)],
        [0, 5])
    func thePiecesOfAPlayAreTheWholeInOrder(form: Playback.Form, from: Int) async throws {
        let playback = Playback(reader: try reader(), form: form, from: from)
        var whole: [UInt8] = []
        try playback.forEachPart { whole += $0 }
        var (pieces, elapsed): ([UInt8], Double) = ([], 0)
        try await playback.forEachPiece { piece in
            pieces += piece.bytes
            #expect(piece.elapsed >= elapsed)
            elapsed = piece.elapsed
        }
        #expect(!whole.isEmpty)
        #expect(pieces == whole)
    }

    @Test func aPlayUpToARecordEndsWithTheMessagesOfThatRecord() async throws {
        let reader = try reader()
        var (whole, part): ([UInt8], [UInt8]) = ([], [])
        try Playback(reader: reader, form: .events(.events)).forEachPart { whole += $0 }
        try Playback(reader: reader, form: .events(.events), until: .record(4)).forEachPart {
            part += $0
        }
        #expect(whole.starts(with: part))
        let text = String(decoding: part, as: UTF8.self)
        #expect(text.contains("id: 4\n"))
        #expect(!text.contains("id: 5\n"))
    }
}
