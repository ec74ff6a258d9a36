import EventLog
import TestSupport
import Testing

/// A long life full of accidents, against an array of records.
struct RandomOperationFaultTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aLogIsAlwaysWhatTheModelSays(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var tally = Tally()
        var disk = SimulatedDisk()
        var workload = Workload(on: disk)
        await workload.run([.create])
        var next = 0
        for step in 0..<1_000 {
            let fault = draw(&random)
            if let fault {
                disk.plan = [disk.calls.count + Int.random(in: 0..<6, using: &random): fault]
                tally.add("\(fault)")
            }
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<7:
                let count = Int.random(in: 1...3, using: &random)
                let bytes = [0, 80, 600, 3_000].randomElement(using: &random) ?? 0
                await workload.run([.append((next..<next + count).map { body($0, bytes: bytes) })])
                next += count
                tally.add("appends")
            case 7..<10:
                await workload.run([.reopen])
                tally.add("openings")
            case 10:
                disk.plan = [disk.calls.count + 1: .crash]
                await workload.run([.append([body(next)])])
                next += 1
                tally.add("power failures")
            default:
                guard workload.safe.count > 20 else { continue }
                await workload.run([.seal])
                tally.add("seals")
            }
            disk.plan = [:]
            let isOver = workload.isSealed || workload.safe.count > 60
            guard disk.isDead || workload.isPoisoned || isOver else { continue }
            // Whichever way it ended: a new process finds the log, or a new log is begun.
            let wasKilled = fault == .kill || workload.isPoisoned
            disk = wasKilled
                ? disk.restarted() : disk.survivors(drawnWith: &random).disks.randomElement(
                    using: &random) ?? disk
            let copy = disk.restarted()
            if let fault = await workload.fault(of: copy) {
                Issue.record("seed \(seed), step \(step): \(fault)")
                return
            }
            guard !isOver, !workload.mayBeSealed, disk.exists(logPath) else {
                disk = SimulatedDisk()
                workload = Workload(on: disk)
                await workload.run([.create])
                tally.add("logs")
                continue
            }
            let found = try LogContents(LogReader.open(logPath, in: disk))
            workload = Workload(on: disk, holding: found.bodies)
            await workload.run([.reopen])
        }
        print("random operations, seed \(seed): \(tally)")
    }

    private func draw(_ random: inout SeededGenerator) -> SimulatedDisk.Fault? {
        guard Int.random(in: 0..<4, using: &random) == 0 else { return nil }
        return SimulatedDisk.Fault.allCases.randomElement(using: &random)
    }
}
