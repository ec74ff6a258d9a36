import ScanEvents
import TapeStreams
import Testing

@Suite struct StreamRequestTests {
    private func request(
        _ query: String, _ lastEventID: String? = nil, unlessAsked usual: StreamRequest = .usual
    ) throws -> StreamRequest {
        let fields = query.split(separator: "&").map { field in
            let parts = field.split(separator: "=", omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
        }
        return try StreamRequest(query: fields, lastEventID: lastEventID, unlessAsked: usual)
    }

    @Test(arguments: [
        ("", StreamView.progress(every: 5)), ("every=3", .progress(every: 3)),
        ("view=progress", .progress(every: 5)), ("view=progress&every=1", .progress(every: 1)),
        ("view=events", .events), ("view=events&every=2", .events),
        ("view=events&view=progress", .events),
    ])
    func viewIsTheOneAskedFor(query: String, view: StreamView) throws {
        #expect(try request(query).view == view)
    }

    @Test(arguments: [
        ("", StreamView.progress(every: 2)), ("every=3", .progress(every: 3)),
        ("view=progress", .progress(every: 5)), ("view=events", .events),
    ])
    func viewIsTheUsualOneUnlessAsked(query: String, view: StreamView) throws {
        let usual = StreamRequest(
            view: .progress(every: 2), start: .place(StreamPlace(seq: 7), text: "7"))
        let wanted = try request(query, unlessAsked: usual)
        #expect(wanted.view == view && wanted.start == usual.start)
        let events = StreamRequest(view: .events, start: .beginning)
        #expect(try request("", unlessAsked: events).view == .events)
        #expect(try request("every=3", unlessAsked: events).view == .events)
    }

    /// The place before record `seq`, or behind the first message of it, as a client names it.
    private static func place(
        _ seq: Int, _ text: String, skipped: Int = 0
    ) -> StreamRequest.Start {
        .place(StreamPlace(seq: seq, skipped: skipped), text: text)
    }

    @Test(arguments: [
        ("", nil, StreamRequest.Start.beginning), ("from=4", nil, place(4, "4")),
        ("from=0", nil, place(0, "0")), ("from=", nil, .malformed("")),
        ("from=x", nil, .malformed("x")), ("from=4.1", nil, .malformed("4.1")),
        ("last_event_id=4", nil, place(5, "4")), ("last_event_id=", nil, .beginning),
        ("last_event_id=&from=4", nil, place(4, "4")),
        ("last_event_id=17.1", nil, place(17, "17.1", skipped: 1)),
        ("last_event_id=17.0", nil, .malformed("17.0")),
        ("lastEventId=17.1&from=4", nil, place(17, "17.1", skipped: 1)),
        ("last_event_id=1&evs_last_event_id=3", nil, place(4, "3")),
        ("last_event_id=1&evs_last_event_id=", nil, .beginning),
        ("last_event_id=3&from=4", "17.1", place(17, "17.1", skipped: 1)),
        ("last_event_id=3", "", place(4, "3")), ("from=4", "", place(4, "4")),
        ("", "", .beginning), ("", "no place", .malformed("no place")),
        ("", "3, 4", .malformed("3, 4")), ("evs_preamble=2056", "3", place(4, "3")),
    ])
    func startIsTheOneAskedFor(
        query: String, header: String?, start: StreamRequest.Start
    ) throws {
        #expect(try request(query, header).start == start)
    }

    @Test(arguments: [
        ("every=0", "/every"), ("every=x", "/every"), ("every=1000001", "/every"),
        ("view=all", "/view"), ("View=events", "/View"), ("every=1&at=3", "/at"),
        ("view=all&evry=1", "/evry"),
    ])
    func whatMakesNoSenseIsRefusedByName(query: String, pointer: String) throws {
        let error = try #require(throws: InvalidStreamRequest.self) { try request(query) }
        #expect(error.problem.pointer == pointer)
        #expect(!error.detail.isEmpty)
    }
}
