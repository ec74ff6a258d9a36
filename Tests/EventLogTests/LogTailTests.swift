import Testing

@testable import EventLog

/// Whoever waits for a log to go on is woken by each thing that may end the wait.
@Suite(.timeLimit(.minutes(3)))
struct LogTailTests {
    private let begin = LogTail.Position(lengthBytes: 0, nextSeq: 0, isEnded: false)

    private func block(_ seq: Int) -> LogBlock {
        LogBlock(
            firstSeq: seq, payload: [0x0a], lineEnds: [1], offsetBytes: seq,
            endOffsetBytes: seq + 1)
    }

    @Test func aCommitWakesAllWhoWaitAndNobodyTwice() async {
        let tail = LogTail(begin)
        let waiting = (0..<3).map { _ in Task.immediate { await tail.waitForChange(from: begin) } }
        tail.publish(block(0))
        for task in waiting { await task.value }
        let next = Task.immediate { await tail.waitForChange(from: tail.position) }
        tail.publish(block(1))
        await next.value
        #expect(tail.position == LogTail.Position(lengthBytes: 2, nextSeq: 2, isEnded: false))
    }

    @Test func theEndWakesAllWhoWait() async {
        let tail = LogTail(begin)
        let waiting = (0..<3).map { _ in Task.immediate { await tail.waitForChange(from: begin) } }
        tail.end()
        for task in waiting { await task.value }
        #expect(tail.position.isEnded)
    }

    @Test func whatHappenedBeforeIsNotWaitedFor() async {
        let tail = LogTail(begin)
        tail.publish(block(0))
        await tail.waitForChange(from: begin)
    }

    @Test func aTaskThatIsCancelledWaitsNoMoreAndTheOthersDo() async {
        let tail = LogTail(begin)
        let cancelled = Task.immediate { await tail.waitForChange(from: begin) }
        let other = Task.immediate { await tail.waitForChange(from: begin) }
        cancelled.cancel()
        await cancelled.value
        tail.publish(block(0))
        await other.value
    }
}
