import EventLog
import TestSupport
import Testing

/// Sectors that read as zeros, or as what they held before.
@Suite(.timeLimit(.minutes(3)))
struct ZeroedSectorFaultTests {
    private static let seed: UInt64 = 512

    @Test func everyZeroedSectorCostsOnlyTheMembersInIt() async throws {
        let commits = (0..<60).map { [body($0, bytes: 40 + $0 * 37 % 900)] }
        let bytes = try await log(commits: commits)
        var blocks = try LogReader.open(logPath, in: SimulatedDisk([logPath: bytes])).blocks()
        var whole: [LogBlock] = []
        while let block = try blocks.next() { whole.append(block) }
        let sectors = (bytes.count + 511) / 512
        for sector in 0..<sectors {
            let range = SimulatedFile.range(of: sector).clamped(to: bytes.indices)
            var damaged = bytes
            damaged.replaceSubrange(range, with: Array(repeating: 0, count: range.count))
            let disk = SimulatedDisk([logPath: damaged])
            let reader = try LogReader.open(logPath, in: disk)
            let sound = whole.filter { $0.endOffsetBytes <= range.lowerBound }
            let later = whole.filter { $0.offsetBytes >= range.upperBound }
            #expect(reader.tail.position.nextSeq == sound.last?.endSeq ?? 0, "sector \(sector)")
            #expect((reader.damage == nil) == later.isEmpty, "sector \(sector)")
            #expect(opens(disk) == later.isEmpty, "sector \(sector)")
            #expect(later.isEmpty || disk.contents(logPath) == damaged, "sector \(sector)")
            let salvaged = try LogSalvage.read(logPath, in: disk).runs
            let runs = [sound, later].filter { !$0.isEmpty }
            #expect(salvaged.map(\.firstSeq) == runs.map { $0[0].firstSeq }, "sector \(sector)")
            #expect(salvaged.map(\.endSeq) == runs.compactMap(\.last?.endSeq))
        }
        print("zeroed sectors: each of the \(sectors) of a log of \(commits.count) commits")
    }

    @Test func aZeroFilledTailOfAtMostOneCommitIsTorn() async throws {
        let commits = (0..<3).map { [body($0)] }
        let bytes = try await log(commits: commits)
        // Each byte of the first sectors, around the pages' ends, and the most that a commit takes.
        let pages = [1, 2, 3, 4, 8, 15, 16].flatMap {
            [$0 * 4_096 - 1, $0 * 4_096, $0 * 4_096 + 1]
        }
        let limit = [65_508, 65_509, 65_535, 65_537, 70_000]
        let lengths = Set((1...1_100) + pages + limit).sorted()
        for length in lengths {
            let disk = SimulatedDisk([logPath: bytes + Array(repeating: 0, count: length)])
            let reader = try LogReader.open(logPath, in: disk)
            #expect(try bodies(before: reader) == commits.flatMap(\.self))
            // More than one commit cannot be in flight.
            #expect((reader.damage == nil) == (length <= 65_536), "\(length) zeros")
            guard length <= 65_536 else { continue }
            let (writer, _) = try LogWriter.open(logPath, in: disk, now: ManualClock().now)
            try await writer.append(body(3))
            let found = try LogContents(LogReader.open(logPath, in: disk))
            #expect(found.bodies == commits.flatMap(\.self) + [body(3)], "\(length) zeros")
        }
        print("zero-filled tails: \(lengths.count) lengths up to \(lengths.last ?? 0)")
    }

    @Test(arguments: 1...10)
    func everySubsetOfTheSectorsOfACommitInFlightLeavesTheRest(_ sectors: Int) async throws {
        var tally = Tally()
        // The commit starts within a sector, near its end, and near its start.
        for first in sectors < 9 ? [300, 512 - 90, 512 - 128] : [300] {
            let disk = SimulatedDisk()
            var workload = Workload(on: disk)
            await workload.run([.create, .append([body(0, bytes: first)])])
            let start = try #require(disk.contents(logPath)).count % 512
            let size = sectors * 512 - start
            // Six random bits a byte compress to about 0.75.
            disk.plan = [disk.calls.count + 1: .crash]
            await workload.run([.append([body(1, bytes: max(60, (size - 150) * 4 / 3))])])
            #expect(disk.isDead)
            var random = SeededGenerator(seed: Self.seed)
            let survivors = disk.survivors(drawnWith: &random, atMost: 1 << 12)
            #expect(survivors.isExhaustive)
            tally.add(survivors)
            for survivor in survivors.disks {
                if let fault = await workload.fault(of: survivor) {
                    Issue.record("a commit of about \(sectors) sectors: \(fault)")
                    return
                }
            }
        }
        print("a commit of \(sectors) sectors: \(tally)")
    }

    /// Whether a writer takes the log; it must refuse it as corrupt if not.
    private func opens(_ disk: SimulatedDisk) -> Bool {
        do throws(LogError) {
            _ = try LogWriter.open(logPath, in: disk, now: ManualClock().now)
            return true
        } catch {
            guard case .corrupt = error else {
                Issue.record("refused with \(error)")
                return false
            }
            return false
        }
    }

    private func bodies(before reader: LogReader) throws -> [[UInt8]] {
        var blocks = reader.blocks()
        var count = 0
        do throws(LogError) {
            while let block = try blocks.next() { count = block.endSeq }
        } catch {
            guard case .corrupt = error else { throw error }
        }
        return (0..<count).map { body($0) }
    }
}
