import EventLog
import TestSupport
import Testing

/// Tasks that append and end the log at once; which comes first is left to chance, what holds is not.
@Suite(.timeLimit(.minutes(3)))
struct ConcurrentAppendFaultTests {
    private static let tasks = 6
    private static let rounds = 25

    /// What came of a task's append: its record's number, nil if it was refused.
    private struct Answer {
        let body: [UInt8]
        let seq: Int?
    }

    /// Each system call after the creation's fails in some rounds, and none in others.
    @Test(arguments: [nil] + SimulatedDisk.Fault.allCases.map { $0 })
    func anAnswerIsTrueWhenASealComesBetween(_ fault: SimulatedDisk.Fault?) async throws {
        let name = fault.map { "\($0)" } ?? "no fault"
        var sealed = 0
        var acknowledged = 0
        for round in 0..<Self.rounds {
            for call in fault == nil ? 0..<1 : 0..<6 {
                let disk = SimulatedDisk()
                let writer = try LogWriter.create(logPath, in: disk, now: ManualClock().now)
                if let fault { disk.plan = [disk.calls.count + call: fault] }
                let answers = await answers(writer, ending: round % Self.tasks) {
                    _ = await Workload.seal(writer)
                }
                disk.plan = [:]
                let left = disk.restarted()
                let found = try LogContents(LogReader.open(logPath, in: left))
                let known = answers.filter { $0.seq != nil }
                acknowledged += known.count
                for answer in known {
                    let seq = answer.seq ?? 0
                    guard seq < found.bodies.count, found.bodies[seq] == answer.body else {
                        Issue.record("\(name): record \(seq) is not there")
                        return
                    }
                }
                guard let seal = found.seal else { continue }
                sealed += 1
                guard seal.count == found.bodies.count else {
                    Issue.record("the seal counts \(seal.count) of \(found.bodies.count) records")
                    return
                }
            }
        }
        print(
            "concurrent appends, \(name): \(acknowledged) acknowledged, "
                + "\(sealed) logs sealed")
    }

    @Test func whatIsAcknowledgedWhileTheLogIsClosedIsShownToFollowers() async throws {
        var acknowledged = 0
        for round in 0..<Self.rounds * 10 {
            let disk = SimulatedDisk()
            let writer = try LogWriter.create(logPath, in: disk, now: ManualClock().now)
            async let shown = writer.reader.follow().reduce(0) { $0 + $1.count }
            let answers = await answers(writer, ending: round % Self.tasks) {
                await writer.close()
            }
            let known = answers.filter { $0.seq != nil }.count
            acknowledged += known
            let count = try await shown
            guard count == known else {
                Issue.record("round \(round): \(count) of \(known) records were shown")
                return
            }
        }
        print("closing between appends: \(acknowledged) acknowledged and shown")
    }

    /// Lets all tasks append, and one more end the log at about the given position.
    private func answers(
        _ writer: LogWriter, ending position: Int, _ end: @escaping @Sendable () async -> Void
    ) async -> [Answer] {
        await withTaskGroup(of: Answer?.self) { group in
            for task in 0..<Self.tasks {
                if task == position {
                    group.addTask {
                        await end()
                        return nil
                    }
                }
                group.addTask {
                    let body = body(task)
                    let outcome = await Workload.append([body], with: writer)
                    return Answer(body: body, seq: try? outcome.get().lowerBound)
                }
            }
            return await group.reduce(into: []) { all, answer in
                if let answer { all.append(answer) }
            }
        }
    }
}
