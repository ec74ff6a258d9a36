import NIOHTTP1
import Tapes
import TapeStreams

/// What a browser asks of a scan that is played to it; the service's own rules.
struct WatchRequest {
    /// What is shown.
    let view: StreamView
    /// The first record whose messages are sent.
    let from: Int
    /// What the client gave as a place that cannot be; it gets a reset message.
    let unknownPlace: String?

    private static let maxEvery = 1_000_000

    /// Reads `view`, `every`, `from`, `last_event_id` and the header `Last-Event-ID`, which wins;
    /// nil for a view or `every` that there is not.
    ///
    /// - Parameters:
    ///   - query: what follows the question mark.
    ///   - headers: the request's.
    ///   - view: the view unless the client asks for one.
    ///   - from: the first record unless the client names one.
    ///   - records: how many records there are.
    init?(
        query: Substring, headers: HTTPHeaders, view: StreamView, from: Int, records: Int
    ) {
        var fields: [String: String] = [:]
        for field in query.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = StreamPlace.isParameter(parts[0]) ? "last_event_id" : String(parts[0])
            fields[name] = parts.count == 2 ? String(parts[1]) : ""
        }
        guard let view = Self.view(fields, view) else { return nil }
        self.view = view
        let header = headers.first(name: "Last-Event-ID").flatMap { $0.isEmpty ? nil : $0 }
        guard let last = header ?? fields["last_event_id"] else {
            let place = fields["from"].map { Self.number($0) } ?? from
            let isThere = place.map { $0 <= records } == true
            self.from = isThere ? place ?? 0 : 0
            unknownPlace = isThere ? nil : fields["from"]
            return
        }
        let place = Self.number(last).map { $0 + 1 }
        let isThere = place.map { $0 <= records } == true
        self.from = isThere ? place ?? 0 : 0
        unknownPlace = isThere ? nil : last
    }

    private static func view(_ fields: [String: String], _ view: StreamView) -> StreamView? {
        var every: Int?
        if let text = fields["every"] {
            guard let number = Int(text), (1...maxEvery).contains(number) else { return nil }
            every = number
        }
        switch (fields["view"], view) {
        case ("events", _), (nil, .events): return .events
        case (nil, .progress(let given)): return .progress(every: every ?? given)
        case ("progress", _): return .progress(every: every ?? StreamView.defaultEvery)
        default: return nil
        }
    }

    /// A sequence number in plain decimal digits, nil for anything else.
    private static func number(_ text: String) -> Int? {
        let isPlain =
            (1...18).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isPlain ? Int(text) : nil
    }
}
