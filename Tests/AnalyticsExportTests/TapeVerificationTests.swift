import EventLog
import Foundation
import TestSupport
import Testing

@testable import AnalyticsExport

/// What must hold of a tape before it is exported.
@Suite(.timeLimit(.minutes(3)))
struct TapeVerificationTests {
    /// What the export of a tape of these records throws; nil if it is exported.
    private func failure(
        _ bodies: [String], isSealed: Bool = true, registered count: Int? = nil
    ) async throws -> String? {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(bodies, to: tape, isSealed: isSealed)
            do {
                _ = try TapeExport(.csv).run(
                    [TestTape.source(tape, registered: count)], to: directory + "/x")
                return nil
            } catch {
                #expect(!FileManager.default.fileExists(atPath: directory + "/x"))
                return "\(error)"
            }
        }
    }

    @Test func aSoundTapeIsExported() async throws {
        #expect(try await failure(TestTape.bodies) == nil)
    }

    @Test func aSealThatDoesNotFitItsRecordsIsTold() async throws {
        let root = String(repeating: "0", count: 64)
        let count = TestTape.bodies.count
        let wrongRoot = #""type":"log_sealed","count":\#(count),"root":"\#(root)""#
        let message = try await failure(TestTape.bodies + [wrongRoot], isSealed: false)
        #expect(message?.contains("\(count) records with root \(root), found") == true)
        #expect(message?.contains("run `tapedeck-replay audit`") == true)
        let wrongCount = wrongRoot.replacingOccurrences(of: "\(count)", with: "\(count - 1)")
        #expect(try await failure(TestTape.bodies + [wrongCount], isSealed: false) != nil)
    }

    @Test func aRecordBehindTheSealIsTold() async throws {
        let seal = #""type":"log_sealed","count":1,"root":"\#(String(repeating: "0", count: 64))""#
        let bodies = [TestTape.requested(), seal, TestTape.started]
        let message = try await failure(bodies, isSealed: false)
        #expect(message?.contains("seq 2: expected nothing behind the seal") == true)
    }

    @Test func aTapeWithAnotherSealThanTheRegisteredOneIsTold() async throws {
        let sealed = try await failure(TestTape.bodies, registered: 3)
        #expect(sealed?.contains("the tape that was registered: 3 records") == true)
        let open = try await failure(TestTape.bodies, isSealed: false, registered: 3)
        #expect(open?.contains("found no seal") == true)
    }

    @Test func aFinishedFileWithoutASealIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            try await TestTape.write(to: tape, isSealed: false)
            try writeFile(try readFile(tape) + Member.endOfFile, to: tape)
            let error = #expect(throws: ExportError.self) {
                try TapeExport(.csv).run([TestTape.source(tape)], to: directory + "/x")
            }
            let text = error?.description ?? ""
            #expect(text.contains("seq 4: expected the seal of a sealed tape"))
        }
    }

    @Test(arguments: [
        #""type":"stock_completed","result":{"ticker":"A"}"#, #""type":"stock_failed""#,
        #""type":"x","ticker":"A",}"#, #""typo":"x""#,
    ])
    func aRecordThatIsNoneIsTold(_ body: String) async throws {
        let message = try await failure([TestTape.requested(), body])
        #expect(message?.contains("seq 1") == true, "\(message ?? "none")")
    }

    @Test func textThatIsNotUTF8IsTold() async throws {
        try await withTemporaryDirectory { directory in
            let tape = directory + "/tape.ndjson.gz"
            let writer = try LogWriter.create(tape, now: ManualClock().now)
            // Of reports that follow each other only the last is decoded.
            let head = Array(
                #""type":"stock_slow","ticker":"A","seconds":1,"elapsed":1,"x":""#.utf8)
            try await writer.append(head + [0xff, 0x22])
            try await writer.append(head + [0x22])
            await writer.close()
            let error = #expect(throws: ExportError.self) {
                try TapeExport(.csv).run([TestTape.source(tape)], to: directory + "/x")
            }
            #expect(error?.description.contains("seq 0: expected UTF-8") == true)
        }
    }

    @Test func theSameScanTwiceIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let paths = [directory + "/1.gz", directory + "/2.gz"]
            for path in paths { try await TestTape.write(to: path) }
            #expect(throws: ExportError.twice(job: TestTape.job)) {
                try TapeExport(.csv).run(paths.map { TestTape.source($0) }, to: directory + "/x")
            }
        }
    }
}
