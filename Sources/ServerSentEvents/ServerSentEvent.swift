/// An event as the WHATWG's server-sent events carry it.
package struct ServerSentEvent: Equatable, Sendable {
    /// What a client sends back as `Last-Event-ID` to go on after this event; nil leaves the
    /// client's as it is.
    package var id: String?
    /// The event's name; nil for `message`.
    package var name: String?
    /// The data, UTF-8; several lines are sent as several fields.
    package var data: [UInt8]

    /// Makes an event.
    package init(id: String? = nil, name: String? = nil, data: [UInt8]) {
        self.id = id
        self.name = name
        self.data = data
    }

    /// What keeps an idle connection open: a comment without a blank line, so that no parser
    /// takes it for an event.
    package static let heartbeat: [UInt8] = [UInt8(ascii: ":"), UInt8(ascii: "\n")]

    /// Appends the event in the form of the wire; id and name must not contain line ends.
    package func encode(appendingTo output: inout [UInt8]) {
        for field in [id, name] {
            let isOneLine = field?.utf8.allSatisfy { $0 != 0x0a && $0 != 0x0d && $0 != 0 } ?? true
            precondition(isOneLine, "an id or a name is one line")
        }
        if let id { Self.append("id: ", id.utf8, to: &output) }
        if let name { Self.append("event: ", name.utf8, to: &output) }
        // Lines end with CR, LF or both; everything else is data.
        var start = data.startIndex
        while let end = data[start...].firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) {
            Self.append("data: ", data[start..<end], to: &output)
            let isPair = data[end] == 0x0d && end + 1 < data.endIndex && data[end + 1] == 0x0a
            start = end + (isPair ? 2 : 1)
        }
        Self.append("data: ", data[start...], to: &output)
        output.append(UInt8(ascii: "\n"))
    }

    private static func append(
        _ field: StaticString, _ value: some Sequence<UInt8>, to output: inout [UInt8]
    ) {
        output.append(contentsOf: "\(field)".utf8)
        output.append(contentsOf: value)
        output.append(UInt8(ascii: "\n"))
    }
}
