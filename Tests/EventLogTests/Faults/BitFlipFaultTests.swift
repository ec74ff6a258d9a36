import EventLog
import TestSupport
import Testing

/// A log in which one bit is another one.
@Suite(.timeLimit(.minutes(3)))
struct BitFlipFaultTests {
    @Test func everyFlippedBitIsFoundOrChangesNothing() async throws {
        let commits = (0..<8).map { commit in
            (0...commit % 3).map { body(commit * 3 + $0) }
        }
        try await flipEveryBit(of: log(commits: commits), "a log")
    }

    @Test func everyFlippedBitOfASealedLogIsFoundOrChangesNothing() async throws {
        try await flipEveryBit(
            of: log(commits: (0..<12).map { [body($0)] }, sealed: true), "a sealed log")
    }

    /// Commits in a row.
    private struct Run: Equatable {
        var offsetBytes: Int
        var endOffsetBytes: Int
        var firstSeq: Int
        var endSeq: Int
    }

    private func flipEveryBit(of bytes: [UInt8], _ name: String) throws {
        let whole = try salvage(SimulatedDisk([logPath: bytes]))
        let members = try self.members(bytes)
        let isSealed = members.last?.endOffsetBytes != bytes.count
        #expect(whole == join(members[...]))
        var tally = Tally()
        for bit in 0..<bytes.count * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            let disk = SimulatedDisk([logPath: flipped])
            let salvaged = try salvage(disk)
            let (served, isReported) = try served(disk)
            guard let hit = members.firstIndex(where: { bit / 8 < $0.endOffsetBytes }) else {
                // The end-of-file member holds no record.
                tally.add("in the end-of-file member")
                guard salvaged == whole, served == whole.last?.endSeq else {
                    Issue.record("\(name), bit \(bit): records lost with the end of the file")
                    return
                }
                continue
            }
            if served == members.last?.endSeq, salvaged == whole {
                tally.add("harmless")
                guard try payloads(flipped) == payloads(bytes) else {
                    Issue.record("\(name), bit \(bit): other records were served")
                    return
                }
                continue
            }
            tally.add("found")
            let rest = join(members[..<hit]) + join(members[(hit + 1)...])
            // A crash can leave a bad last member, but no other.
            let isTorn = hit == members.count - 1 && !isSealed
            guard served == members[hit].firstSeq, salvaged == rest, isReported != isTorn else {
                Issue.record("\(name), bit \(bit): \(served) records, salvaged \(salvaged)")
                return
            }
        }
        print("every bit of \(name) flipped, \(bytes.count * 8): \(tally)")
    }

    private func salvage(_ disk: SimulatedDisk) throws -> [Run] {
        try LogSalvage.read(logPath, in: disk).runs.map {
            Run(
                offsetBytes: $0.offsetBytes, endOffsetBytes: $0.endOffsetBytes,
                firstSeq: $0.firstSeq, endSeq: $0.endSeq)
        }
    }

    /// The commits of a sound log, a run each.
    private func members(_ bytes: [UInt8]) throws -> [Run] {
        var blocks = try LogReader.open(logPath, in: SimulatedDisk([logPath: bytes])).blocks()
        var members: [Run] = []
        while let block = try blocks.next() {
            members.append(
                Run(
                    offsetBytes: block.offsetBytes, endOffsetBytes: block.endOffsetBytes,
                    firstSeq: block.firstSeq, endSeq: block.endSeq))
        }
        return members
    }

    private func join(_ members: ArraySlice<Run>) -> [Run] {
        guard var run = members.first, let last = members.last else { return [] }
        run.endOffsetBytes = last.endOffsetBytes
        run.endSeq = last.endSeq
        return [run]
    }

    /// How many records a reader serves, and whether it reports damage then.
    private func served(_ disk: SimulatedDisk) throws -> (count: Int, isReported: Bool) {
        var count = 0
        do throws(LogError) {
            var blocks = try LogReader.open(logPath, in: disk).blocks()
            while let block = try blocks.next() { count = block.endSeq }
            return (count, false)
        } catch .corrupt(let damage) {
            #expect(damage.seq == count)
        } catch .notALog {
            #expect(count == 0)
        }
        return (count, true)
    }

    private func payloads(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var blocks = try LogReader.open(logPath, in: SimulatedDisk([logPath: bytes])).blocks()
        var payloads: [[UInt8]] = []
        while let block = try blocks.next() { payloads.append(block.payload) }
        return payloads
    }
}
