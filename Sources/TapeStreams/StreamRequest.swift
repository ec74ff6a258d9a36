package import ScanEvents

/// What a client wants of a scan's stream: the view, and where to begin.
package struct StreamRequest: Hashable, Sendable {
    /// Where a client wants a stream to begin.
    package enum Start: Hashable, Sendable {
        /// At the beginning.
        case beginning
        /// At this place, which need not be there yet; `text` is what the client sent.
        case place(StreamPlace, text: String)
        /// At a place that cannot be understood.
        case malformed(String)
    }

    /// What is shown.
    package let view: StreamView
    /// Where it begins.
    package let start: Start

    /// A stream of that view from that place on.
    package init(view: StreamView, start: Start) {
        self.view = view
        self.start = start
    }

    /// What a client gets that asks for nothing else.
    package static let usual = StreamRequest(
        view: .progress(every: StreamView.defaultEvery), start: .beginning)

    /// Whether it begins between two messages of one record, which the tape must be read for.
    package var isWithinARecord: Bool {
        if case .place(let place, _) = start { place.skipped > 0 } else { false }
    }
}

extension StreamRequest {
    private static let maxEvery = 1_000_000
    /// The parameters of a query, as a client is told of them.
    private static let parameters = ["view", "every", "from", "last_event_id"]

    /// Reads `view`, `every`, `from` and the id of the last message that a client has, which wins
    /// over `from`; an id that is empty says nothing.
    ///
    /// - Parameters:
    ///   - query: the parameters of the request's query, in order, their escapes undone.
    ///   - lastEventID: the header `Last-Event-ID`, which wins over the query; nil without one.
    ///   - usual: what the client gets where it does not ask for something else.
    /// - Throws: `InvalidStreamRequest` for a view or `every` that there is not, and for any other
    ///   parameter.
    package init(
        query: [(name: String, value: String)], lastEventID: String?,
        unlessAsked usual: StreamRequest = usual
    ) throws(InvalidStreamRequest) {
        for (name, _) in query where !Self.isKnown(name) {
            let problem = RequestProblem(unknownParameter: name, known: Self.parameters)
            throw InvalidStreamRequest(detail: problem.detail, problem: problem)
        }
        func first(_ name: String) -> String? { query.first { $0.name == name }?.value }
        view = try Self.view(first("view"), every: first("every"), usual.view)
        // A library adds its own behind the one that the page began with.
        let inQuery = query.last { StreamPlace.isParameter($0.name) }?.value
        if let last = [lastEventID, inQuery].compactMap(\.self).first(where: { !$0.isEmpty }) {
            start = Self.start(StreamPlace(afterID: last), last)
        } else if let from = first("from") {
            start = Self.start(StreamPlace.number(from).map { StreamPlace(seq: $0) }, from)
        } else {
            start = usual.start
        }
    }

    /// Whether a query may have the parameter: libraries send some that nobody is told of.
    private static func isKnown(_ name: String) -> Bool {
        parameters.contains(name) || StreamPlace.isParameter(name) || name == "evs_preamble"
    }

    private static func view(
        _ name: String?, every text: String?, _ usual: StreamView
    ) throws(InvalidStreamRequest) -> StreamView {
        let every = try every(text)
        switch (name, usual) {
        case (nil, .events), ("events", _): return .events
        case (nil, .progress(let usual)): return .progress(every: every ?? usual)
        case ("progress", _): return .progress(every: every ?? StreamView.defaultEvery)
        case (let name?, _):
            throw InvalidStreamRequest(
                detail: "there is no view \"\(name.prefix(20))\"; there are progress and events",
                problem: RequestProblem(pointer: "/view", detail: "progress or events"))
        }
    }

    private static func every(_ text: String?) throws(InvalidStreamRequest) -> Int? {
        guard let text else { return nil }
        if let every = Int(text), (1...maxEvery).contains(every) { return every }
        throw InvalidStreamRequest(
            detail: "every must be a whole number from 1 to \(maxEvery)",
            problem: RequestProblem(pointer: "/every", detail: "a number from 1"))
    }

    private static func start(_ place: StreamPlace?, _ text: String) -> Start {
        place.map { .place($0, text: text) } ?? .malformed(text)
    }
}

/// A request for a stream that makes no sense.
package struct InvalidStreamRequest: Error, Equatable, Sendable {
    /// What is wrong, for a person.
    package let detail: String
    /// The parameter that is at fault.
    package let problem: RequestProblem
}
