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

    /// Tells a client how long to wait before it comes back from a lost connection: a field
    /// without a blank line, so that no parser takes it for an event.
    package static func retry(milliseconds: Int) -> [UInt8] {
        Array("retry: \(milliseconds)\n".utf8)
    }

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

    /// Appends an event whose data is one line, such as JSON: the form of nearly all events.
    ///
    /// - Parameters:
    ///   - id: the event's id, from 0.
    ///   - line: the data, without a line end.
    ///   - output: receives the event.
    package static func encode(
        id: Int, line: ArraySlice<UInt8>, appendingTo output: inout [UInt8]
    ) {
        let head = EventHead(id: id)
        output.append(contentsOf: head.bytes)
        output.append(contentsOf: line)
        output.append(UInt8(ascii: "\n"))
        output.append(UInt8(ascii: "\n"))
    }

    /// Appends an event for each of some lines that follow one another, with ids that count up.
    ///
    /// - Parameters:
    ///   - text: holds the lines, each with its LF and without another line end.
    ///   - start: where the first line starts.
    ///   - lineEnds: where each line ends, after its LF.
    ///   - firstID: the id of the first event, from 0.
    ///   - output: receives the events.
    ///   - ends: receives the places in `output` where the events end.
    package static func encode(
        linesOf text: [UInt8], from start: Int, lineEnds: ArraySlice<Int>, firstID: Int,
        appendingTo output: inout [UInt8], ends: inout [Int]
    ) {
        var start = start
        var head = EventHead(id: firstID)
        for end in lineEnds {
            output.append(contentsOf: head.bytes)
            output.append(contentsOf: text[start..<end])
            output.append(UInt8(ascii: "\n"))
            ends.append(output.count)
            start = end
            head.countUp()
        }
    }

    /// Whether there is a line end among `bytes` other than LF, which ends the lines of a tape.
    package static func hasCarriageReturn(_ bytes: [UInt8]) -> Bool {
        // Without an early exit, so that it is done many bytes at a time.
        var found: UInt8 = 0
        let bytes = bytes.span
        for index in bytes.indices { found |= bytes[index] == 0x0d ? 1 : 0 }
        return found != 0
    }

    private static func append(
        _ field: StaticString, _ value: some Sequence<UInt8>, to output: inout [UInt8]
    ) {
        output.append(contentsOf: "\(field)".utf8)
        output.append(contentsOf: value)
        output.append(UInt8(ascii: "\n"))
    }
}

/// What comes before the data of an event that has an id and one line: `id: 17` LF `data: `.
private struct EventHead {
    private(set) var bytes: [UInt8]
    private var id: Int

    init(id: Int) {
        precondition(id >= 0, "an id counts from 0")
        self.id = id
        bytes = Array("id: \(id)\ndata: ".utf8)
    }

    /// Makes it that of the next id, changing the digits that differ.
    mutating func countUp() {
        id += 1
        var place = bytes.count - "\ndata: ".utf8.count - 1
        while bytes[place] == UInt8(ascii: "9") {
            bytes[place] = UInt8(ascii: "0")
            place -= 1
        }
        if bytes[place] == UInt8(ascii: " ") {
            self = EventHead(id: id)
        } else {
            bytes[place] += 1
        }
    }
}
