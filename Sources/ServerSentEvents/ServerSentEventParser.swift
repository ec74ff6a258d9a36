/// Reads a stream of server-sent events, in pieces of any size, by the WHATWG's rules.
package struct ServerSentEventParser: Sendable {
    /// The longest line, and the most data of one event, that are accepted, in bytes.
    package static let maxLineBytes = 16 * 1024 * 1024

    /// The id of the last event, to be sent as `Last-Event-ID` when connecting again.
    package private(set) var lastEventID = ""
    /// The server's wish for the pause before connecting again, in milliseconds.
    package private(set) var retryMilliseconds: Int?

    private var line: [UInt8] = []
    private var isFirstLine = true
    private var endedWithCarriageReturn = false
    private var id: String?
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false

    /// Starts at the beginning of a stream.
    package init() {}

    /// A line, or the data of one event, that is longer than `maxLineBytes`.
    package struct LineTooLong: Error {}

    /// Takes the next bytes of the stream.
    ///
    /// - Returns: the events that they complete. What a connection's end cuts off is none.
    package mutating func parse(
        _ bytes: some Sequence<UInt8>
    ) throws(LineTooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let followsCarriageReturn = endedWithCarriageReturn
            endedWithCarriageReturn = byte == 0x0d
            switch byte {
            case 0x0a where followsCarriageReturn: continue
            case 0x0a, 0x0d: takeLine(into: &events)
            default:
                guard line.count + data.count < Self.maxLineBytes else { throw LineTooLong() }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func takeLine(into events: inout [ServerSentEvent]) {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return dispatch(into: &events) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data":
            if hasData { data.append(0x0a) }
            data.append(contentsOf: value)
            hasData = true
        case "event":
            name = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0):
            id = String(decoding: value, as: UTF8.self)
        case "retry" where !value.isEmpty && value.allSatisfy { (0x30...0x39).contains($0) }:
            retryMilliseconds = Int(String(decoding: value, as: UTF8.self)) ?? retryMilliseconds
        default:
            break
        }
    }

    private mutating func dispatch(into events: inout [ServerSentEvent]) {
        if let id { lastEventID = id }
        if hasData {
            events.append(
                ServerSentEvent(id: id, name: name.isEmpty ? nil : name, data: data))
        }
        id = nil
        name = ""
        data.removeAll(keepingCapacity: true)
        hasData = false
    }
}
