import EventLog
import Storage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogDownloadTests {
    /// The bytes of a log of so many commits, sealed or not.
    private func log(commits: Int, isSealed: Bool) async throws -> [UInt8] {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: ManualClock().now)
            for index in 0..<commits {
                try await writer.append(Array(#""type":"test","index":\#(index)"#.utf8))
            }
            if isSealed { try await writer.seal() } else { await writer.close() }
            let file = try PosixFileSystem().open(path, forWriting: false)
            return try file.read(at: 0, count: try file.size())
        }
    }

    @Test(arguments: [1, 7, 100, 1_000_000], [false, true])
    func aLogInPiecesOfAnySizeGivesEachRecordOnce(pieceBytes: Int, isSealed: Bool) async throws {
        let bytes = try await log(commits: 4, isSealed: isSealed)
        var download = LogDownload(name: "log")
        var seqs: [Int] = []
        for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
            download.append(bytes[start..<min(start + pieceBytes, bytes.count)])
            while let block = try download.next() { seqs += block.firstSeq..<block.endSeq }
        }
        #expect(seqs == Array(0..<(isSealed ? 5 : 4)))
    }

    @Test func whatIsNoLogIsRefused() {
        var download = LogDownload(name: "the tape")
        download.append("<html><body>no</body></html>".utf8)
        do throws(LogError) {
            _ = try download.next()
            Issue.record("a page was taken for a log")
        } catch {
            #expect(error.description.contains("the tape"), "\(error)")
            #expect(error.description.contains("expected a BGZF header"), "\(error)")
        }
    }

    @Test func aLogThatIsDamagedOnTheWayIsRefused() async throws {
        var bytes = try await log(commits: 2, isSealed: false)
        bytes[bytes.count - 20] ^= 1
        var download = LogDownload(name: "log")
        download.append(bytes)
        let first = try download.next()
        #expect(first?.firstSeq == 0)
        do throws(LogError) {
            let second = try download.next()
            Issue.record("damage was taken for record \(second?.firstSeq ?? -1)")
        } catch {
            #expect(error.description.contains("member 1"), "\(error)")
        }
    }
}
