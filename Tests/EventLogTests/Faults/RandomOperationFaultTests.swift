import EventLog
import Storage
import TestSupport
import Testing

/// A long life full of accidents, against an array of records.
@Suite(.timeLimit(.minutes(3)))
struct RandomOperationFaultTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aLogIsAlwaysWhatTheModelSays(_ seed: UInt64) async throws {
        var life = Life(seed: seed)
        await life.begin()
        for step in 0..<1_000 {
            if let fault = try await life.step() {
                Issue.record("seed \(seed), step \(step): \(fault)")
                return
            }
        }
        print("random operations, seed \(seed): 1000 steps, \(life.tally)")
    }
}

/// A log, what is known of it, and what comes next.
private struct Life {
    private(set) var tally = Tally()
    private var random: SeededGenerator
    private var disk = SimulatedDisk()
    private var workload: Workload
    private var next = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        workload = Workload(on: disk)
    }

    mutating func begin() async {
        disk = SimulatedDisk()
        workload = Workload(on: disk)
        await workload.run([.create])
        tally.add("logs")
    }

    /// Does one thing, often with a fault.
    /// - Returns: what is wrong then; nil if nothing is.
    mutating func step() async throws -> String? {
        if Int.random(in: 0..<4, using: &random) == 0 {
            let fault = SimulatedDisk.Fault.allCases.randomElement(using: &random) ?? .crash
            disk.plan = [disk.calls.count + Int.random(in: 0..<6, using: &random): fault]
            tally.add("\(fault)")
        }
        let operation = drawOperation()
        await workload.run([operation])
        disk.plan = [:]
        if disk.isDead || workload.isPoisoned { return try await recover() }
        if workload.isSealed || workload.safe.count > 80 {
            if let fault = await workload.fault(of: disk.restarted()) { return fault }
            await begin()
        }
        return nil
    }

    private mutating func drawOperation() -> Workload.Step {
        switch Int.random(in: 0..<40, using: &random) {
        case 0:
            tally.add("seals")
            return .seal
        case 1..<10:
            tally.add("openings")
            return .reopen
        default:
            let count = Int.random(in: 1...4, using: &random)
            let bytes = [0, 0, 80, 600, 3_000].randomElement(using: &random) ?? 0
            let first = next
            next += count
            tally.add("records", count)
            return .append((first..<next).map { body($0, bytes: bytes) })
        }
    }

    /// A new process goes on with what a fault has left.
    private mutating func recover() async throws -> String? {
        let survivor = disk.survivors(drawnWith: &random).disks.randomElement(using: &random)
        // After a kill or a failed sync, a new process may find the page cache as it was.
        let isPowerLost = Bool.random(using: &random)
        guard let survivor, isPowerLost else {
            disk = disk.restarted()
            return try await goOn()
        }
        tally.add("power losses")
        disk = survivor
        return try await goOn()
    }

    private mutating func goOn() async throws -> String? {
        let copy = disk.restarted()
        if let fault = await workload.fault(of: copy) { return fault }
        guard disk.exists(logPath), !workload.mayBeSealed else {
            await begin()
            return nil
        }
        let found = try LogContents(LogReader.open(logPath, in: disk))
        workload = Workload(on: disk, holding: found.bodies)
        await workload.run([.reopen])
        return nil
    }
}
