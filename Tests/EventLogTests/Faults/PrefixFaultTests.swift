import EventLog
import TestSupport
import Testing

/// A log that ends anywhere.
@Suite(.timeLimit(.minutes(3)))
struct PrefixFaultTests {
    /// Tried at once, every so manieth commit in each.
    static let parts = 4
    /// All lengths of a log are tried, so the work grows with the square of this.
    private static let commitCount = isEverythingTested ? 500 : 200

    @Test(arguments: 0..<parts)
    func everyPrefixRecoversToItsWholeCommitsAndTakesMore(_ part: Int) async throws {
        let commits = (0..<Self.commitCount).map { [Array(#""type":"\#($0)""#.utf8)] }
        let bytes = try await log(commits: commits)
        var ends = [0]
        var blocks = try LogReader.open(logPath, in: SimulatedDisk([logPath: bytes])).blocks()
        while let block = try blocks.next() { ends.append(block.endOffsetBytes) }
        #expect(ends.count == Self.commitCount + 1)
        var tried = 0
        for (count, end) in ends.enumerated() where count % Self.parts == part {
            let next = count < Self.commitCount ? ends[count + 1] : bytes.count + 1
            // Read again in full after the first of these lengths; the others lead to this file.
            let expected = try await recover(bytes[..<end], to: count, end)
            let found = try LogContents(
                LogReader.open(logPath, in: SimulatedDisk([logPath: expected])))
            #expect(found.bodies == commits.prefix(count).flatMap(\.self) + [body(99)])
            for length in end..<next {
                tried += 1
                let file = try await recover(bytes[..<length], to: count, end)
                guard file == expected else {
                    Issue.record("\(length) bytes: other bytes after recovery")
                    return
                }
            }
        }
        print("prefixes, part \(part): \(tried) lengths of a log of \(Self.commitCount) commits")
    }

    /// Opens a log that ends with `image`, and appends to it.
    /// - Returns: the file then.
    private func recover(
        _ image: ArraySlice<UInt8>, to count: Int, _ end: Int
    ) async throws -> [UInt8] {
        let disk = SimulatedDisk([logPath: Array(image)])
        let (writer, recovery) = try LogWriter.open(logPath, in: disk, now: { 0 })
        #expect(recovery.nextSeq == count, "\(image.count) bytes")
        #expect(recovery.lengthBytes == end, "\(image.count) bytes")
        #expect((disk.contents(logPath + ".torn") ?? []).elementsEqual(image[end...]))
        #expect(disk.contents(logPath)?.count == end, "\(image.count) bytes")
        try await writer.append(body(99))
        return try #require(disk.contents(logPath))
    }
}
