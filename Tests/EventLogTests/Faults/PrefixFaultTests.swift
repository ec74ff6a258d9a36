import EventLog
import TestSupport
import Testing

/// A log that ends anywhere.
struct PrefixFaultTests {
    /// All lengths of a log are tried, so the work grows with the square of this.
    private static let commitCount = isEverythingTested ? 500 : 200

    @Test func everyPrefixRecoversToItsWholeCommitsAndTakesMore() async throws {
        let commits = (0..<Self.commitCount).map { [Array(#""type":"\#($0)""#.utf8)] }
        let bytes = try await log(commits: commits)
        let whole = try LogReader.open(logPath, in: SimulatedDisk([logPath: bytes]))
        var ends = [0]
        var blocks = whole.blocks()
        while let block = try blocks.next() { ends.append(block.endOffsetBytes) }
        #expect(ends.count == Self.commitCount + 1)
        var length = 0
        for (count, end) in ends.enumerated() {
            // After the first of these lengths is read again in full, the others need only
            // lead to the same file.
            var expected: [UInt8]?
            let next = count < Self.commitCount ? ends[count + 1] : bytes.count + 1
            while length < next {
                let disk = SimulatedDisk([logPath: Array(bytes[..<length])])
                let (writer, recovery) = try LogWriter.open(logPath, in: disk, now: { 0 })
                guard recovery.nextSeq == count, recovery.lengthBytes == end else {
                    Issue.record("\(length) bytes: recovered \(recovery), not \(count) commits")
                    return
                }
                try await writer.append(body(99))
                let after = try #require(disk.contents(logPath))
                if expected == nil {
                    let found = try LogContents(LogReader.open(logPath, in: disk))
                    #expect(found.bodies == commits.prefix(count).flatMap(\.self) + [body(99)])
                    expected = after
                }
                let torn = disk.contents(logPath + ".torn") ?? []
                guard after == expected, torn.elementsEqual(bytes[end..<length]) else {
                    Issue.record("\(length) bytes: other bytes after recovery")
                    return
                }
                length += 1
            }
        }
        print("prefixes: \(length) lengths of a log of \(Self.commitCount) commits")
    }
}
