import EventLog
import TestSupport
import Testing

/// Every fault at every system call of a log's life.
@Suite(.timeLimit(.minutes(3)))
struct SystemCallFaultTests {
    private static let seed: UInt64 = 20_260_101

    static let lives: [(name: String, steps: [Workload.Step])] = [
        (
            "small commits",
            [
                .create, .append([body(0)]), .append([body(1)]),
                .append([body(2), body(3), body(4)]), .append([body(5, bytes: 1_300)]),
                .reopen, .append([body(6)]), .append([body(7, bytes: 700), body(8)]),
            ]
        ),
        (
            "a batch of several commits",
            [
                .create, .append([body(0)]),
                .append((1...5).map { body($0) + padding(30_000) }), .append([body(6)]),
            ]
        ),
        (
            "sealing",
            [
                .create, .append([body(0)]), .append([body(1), body(2)]), .seal,
            ]
        ),
        (
            "sealing after opening",
            [.create, .append([body(0)]), .reopen, .append([body(1, bytes: 600)]), .seal]
        ),
    ]

    /// Much that compresses to little, so that a commit is full but its file is small.
    private static func padding(_ count: Int) -> [UInt8] {
        Array(#","pad":"\#(String(repeating: "x", count: count))""#.utf8)
    }

    @Test(arguments: lives.indices)
    func nothingAcknowledgedOrShownIsLost(_ life: Int) async {
        let (name, steps) = Self.lives[life]
        let calm = SimulatedDisk()
        var workload = Workload(on: calm)
        await workload.run(steps)
        let calls = calm.calls.count
        var tally = Tally()
        tally.add("system calls", calls)
        var random = SeededGenerator(seed: Self.seed)
        for index in 0..<calls {
            for fault in SimulatedDisk.Fault.allCases {
                await expectNoLoss(steps, [index: fault], calm, &random, &tally)
            }
            // A full disk takes what still fits first.
            if calm.calls[index] == .write {
                let plan = [index: SimulatedDisk.Fault.shortWrite, index + 1: .noSpace]
                await expectNoLoss(steps, plan, calm, &random, &tally)
            }
        }
        print("\(name), seed \(Self.seed): \(tally)")
    }

    @Test func everyFaultWhileATornTailIsCutLeavesTheLog() async throws {
        let commits = [[body(0)], [body(1), body(2)], [body(3, bytes: 1_500)]]
        let whole = try await log(commits: commits)
        var tally = Tally()
        var random = SeededGenerator(seed: Self.seed)
        let steps = [Workload.Step.reopen, .append([body(4)])]
        for cut in [1, 700, 1_100] {
            let image = Array(whole.dropLast(cut))
            let files = [logPath: image, logPath + ".torn": [1, 2, 3]]
            let safe = [body(0), body(1), body(2)]
            let calm = SimulatedDisk(files)
            var workload = Workload(on: calm, holding: safe)
            await workload.run(steps)
            tally.add("system calls", calm.calls.count)
            for index in calm.calls.indices {
                for fault in SimulatedDisk.Fault.allCases {
                    let disk = SimulatedDisk(files)
                    await expectNoLoss(
                        steps, [index: fault], calm, &random, &tally, on: disk, holding: safe)
                    let torn = try #require(calm.contents(logPath + ".torn"))
                    for survivor in disk.survivors(drawnWith: &random).disks {
                        let isCut = survivor.contents(logPath)?.starts(with: image) == false
                        let isSaved = survivor.contents(logPath + ".torn") == torn
                        #expect(!isCut || isSaved, "\(fault) at call \(index): the tail is lost")
                    }
                }
            }
        }
        print("cutting a torn tail, seed \(Self.seed): \(tally)")
    }

    private func expectNoLoss(
        _ steps: [Workload.Step], _ plan: [Int: SimulatedDisk.Fault], _ calm: SimulatedDisk,
        _ random: inout SeededGenerator, _ tally: inout Tally,
        on disk: SimulatedDisk = SimulatedDisk(), holding safe: [[UInt8]]? = nil
    ) async {
        disk.plan = plan
        var workload = Workload(on: disk, holding: safe)
        await workload.run(steps)
        tally.add("runs with a fault")
        if workload.isPoisoned { tally.add("writers poisoned") }
        if workload.repeated > 0 { tally.add("repeats after an error") }
        let place = plan.sorted { $0.key < $1.key }
            .map { "\($0.value) at call \($0.key), \(calm.calls.dropFirst($0.key).prefix(1))" }
            .joined(separator: " and ")
        if Array(plan.values) == [.shortWrite] {
            let failures = workload.repeated + (workload.isPoisoned ? 1 : 0)
            #expect(failures == 0, "\(place): a short write failed")
        }
        if !plan.values.contains(.crash) {
            tally.add("restarts")
            if let fault = await workload.faultAfterRestart(&random, &tally) {
                Issue.record("\(place), then a new process: \(fault)")
            }
        }
        // Whatever the fault was, the power can fail afterwards.
        if plan.values.contains(.kill) { return }
        let survivors = disk.survivors(drawnWith: &random)
        tally.add(survivors)
        for survivor in survivors.disks {
            if let fault = await workload.fault(of: survivor) {
                Issue.record("\(place), then a crash: \(fault)")
                return
            }
        }
    }
}
