import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct StatusTests {
    private static let shared = [
        "job_id", "current", "total", "progress_pct", "ticker", "successful", "failed",
        "current_pnl", "elapsed_time", "eta_seconds",
    ]

    @Test func statusAgreesWithTheProgressOfTheSameRecord() throws {
        let scan = ScriptedScan.twelve
        var stream = ProgressStream(every: 1)
        var compared = 0
        for line in scan.lines {
            let messages = stream.apply(try RecordedEvent(line), in: line)
            for message in messages where try message.json["type"] == .string("progress") {
                let status = try JSONValue.parse(stream.state.status)
                let progress = try message.json
                for field in Self.shared {
                    #expect(progress[field] != .null, "\(field) of \(message.id)")
                    #expect(status[field] == progress[field], "\(field) of \(message.id)")
                }
                #expect(status["last_event_id"] == .number(Double(message.id)))
                #expect(status["complete"] == .boolean(false))
                #expect(status["results"] == .null)
                compared += 1
            }
        }
        #expect(compared == 12)
        let status = try JSONValue.parse(stream.state.status)
        let complete = try JSONValue.parse(stream.state.completeMessage)
        #expect(status["results"] == complete)
        #expect(status["complete"] == .boolean(true))
        #expect(status["current_pnl"] == complete["total_pnl"])
        #expect(status["elapsed_time"] == complete["total_time"])
        #expect(status["last_event_id"] == .number(19))
    }

    /// How many of these events have happened, and the state that they lead to.
    @Test(
        arguments: [
            ([], "requested", false), ([.started(2)], "running", false),
            ([.started(2), .done("A", pnl: 1)], "running", false),
            ([.started(2), .resumed(.init(remaining: 2, elapsed: 1))], "running", false),
            ([.started(2), .done("A", pnl: 1), .cancelled(.init(elapsed: 2))], "cancelled", true),
            ([.failed(.init(code: .internal, message: "no prices", elapsed: 0))], "failed", true),
            (
                [.started(2), .completed(.init(successful: 2, failed: 0, elapsed: 2))], "completed",
                true
            ),
            (
                [.started(2), .cancelled(.init(elapsed: 2)), .sealed(.init(count: 3, root: "00"))],
                "cancelled",
                true
            ),
        ] as [([ScanEvent], String, Bool)])
    func stateFollowsTheEvents(events: [ScanEvent], state: String, isComplete: Bool) throws {
        let scan = ScriptedScan([.requested(stocks: 2)] + events)
        let status = try JSONValue.parse(scan.state().status)
        #expect(status["state"] == .string(state))
        #expect(status["complete"] == .boolean(isComplete))
        #expect((status["results"] != .null) == (state == "completed"))
        #expect(status["error"] == (state == "failed" ? .string("no prices") : .null))
        #expect(status["requested_at"] == .string("2026-01-02T03:04:00.000001Z"))
        #expect(status["strategy"] == .string("bollinger_bands"))
        #expect(status["last_event_id"] == .number(Double(events.count)))
        if isComplete { #expect(status["eta_seconds"] == .number(0)) }
    }

    @Test func statusBeforeTheFirstStockHasNoTickerAndNoFigures() throws {
        let scan = ScriptedScan([.requested(stocks: 2), .started(2)])
        #expect(
            String(decoding: try scan.state().status, as: UTF8.self)
                == #"{"job_id":"job-1","state":"running","complete":false,"#
                + #""strategy":"bollinger_bands","requested_at":"2026-01-02T03:04:00.000001Z","#
                + #""current":0,"total":2,"progress_pct":0.0,"ticker":null,"successful":0,"#
                + #""failed":0,"current_pnl":0.0,"elapsed_time":0.0,"eta_seconds":0.0,"#
                + #""last_event_id":1,"results":null}"#)
    }

    @Test func emptyStateHasNoLastEvent() throws {
        let status = try JSONValue.parse(ScanState().status)
        #expect(status["last_event_id"] == .number(-1))
        #expect(status["state"] == .string("requested"))
        #expect(status["job_id"] == .string(""))
    }
}
