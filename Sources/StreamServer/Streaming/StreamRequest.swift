internal import HTTPTypes
package import Hummingbird
internal import JSONText
internal import ScanEvents
internal import Tapes
package import TapeStreams

/// What a client wants of a stream: the view, and where to begin.
package struct StreamRequest {
    /// Where a client wants a stream to begin.
    enum Start: Equatable {
        /// At the beginning.
        case beginning
        /// At this place, which need not be there yet; `text` is what the client sent.
        case place(StreamPlace, text: String)
        /// At a place that cannot be understood.
        case malformed(String)
    }

    package let view: StreamView
    let start: Start
}

extension StreamRequest {
    private static let maxEvery = 1_000_000

    /// Reads `view`, `every`, `from` and `last_event_id`; the header `Last-Event-ID` wins over both.
    ///
    /// - Throws: `Problem` for a view or `every` that there is not, and for any other parameter.
    package init(_ request: Request) throws(Problem) {
        let query = request.uri.queryParameters
        let lastEventIDs = query.filter { StreamPlace.isParameter($0.key) }
        try request.refuseParameters(
            butFor: ["view", "every", "from", "last_event_id"],
            taking: { StreamPlace.isParameter($0) || $0 == "evs_preamble" })
        view = try Self.view(query["view"].map(String.init), every: query["every"].map(String.init))
        if let lastEventID = request.headers[.lastEventID], !lastEventID.isEmpty {
            start = Self.start(StreamPlace(afterID: lastEventID), lastEventID)
        } else if let last = lastEventIDs.last.map({ String($0.value) }), !last.isEmpty {
            start = Self.start(StreamPlace(afterID: last), last)
        } else if let from = query["from"].map(String.init) {
            start = Self.start(StreamPlace.number(from).map { StreamPlace(seq: $0) }, from)
        } else {
            start = .beginning
        }
    }

    private static func view(_ name: String?, every: String?) throws(Problem) -> StreamView {
        let every = try Self.every(every)
        switch name {
        case nil, "progress": return .progress(every: every)
        case "events": return .events
        case let name?:
            throw Problem(
                status: .unprocessableContent,
                detail: "there is no view \"\(name.prefix(20))\"; there are progress and events",
                errors: [RequestProblem(pointer: "/view", detail: "progress or events")])
        }
    }

    private static func every(_ text: String?) throws(Problem) -> Int {
        guard let text else { return StreamView.defaultEvery }
        guard let every = Int(text), (1...maxEvery).contains(every) else {
            throw Problem(
                status: .unprocessableContent,
                detail: "every must be a whole number from 1 to \(maxEvery)",
                errors: [RequestProblem(pointer: "/every", detail: "a number from 1")])
        }
        return every
    }

    private static func start(_ place: StreamPlace?, _ text: String) -> Start {
        place.map { .place($0, text: text) } ?? .malformed(text)
    }
}

extension StreamView {
    /// The view as the query of a stream's URL.
    package var query: String {
        switch self {
        case .events: "?view=events"
        case .progress(let every): "?view=progress&every=\(every)"
        }
    }
}

extension HTTPFields {
    /// Whether the client takes gzip (RFC 9110, section 12.5.3).
    var acceptsGzip: Bool {
        (self[.acceptEncoding] ?? "").split(separator: ",").contains { element in
            let parts = element.split(separator: ";").map {
                $0.filter { !$0.isWhitespace }.lowercased()
            }
            guard let name = parts.first, ["gzip", "x-gzip"].contains(name) else { return false }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { $0.dropFirst(2) }
            return quality.map { Double($0).map { $0 > 0 } ?? false } ?? true
        }
    }
}

extension HTTPField.Name {
    /// Where a client of server-sent events goes on.
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifMatch
    /// Tells nginx not to hold the stream back.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
