import ServerSentEvents
import TestSupport
import Testing

@Suite struct EncodingTests {
    @Test(arguments: [
        ("no data", ServerSentEvent(data: []), "data: \n\n"),
        ("one line", .of("{\"type\":\"start\"}"), "data: {\"type\":\"start\"}\n\n"),
        ("LF", .of("a\nb"), "data: a\ndata: b\n\n"),
        ("CR", .of("a\rb"), "data: a\ndata: b\n\n"),
        ("CR LF is one end of line", .of("a\r\nb"), "data: a\ndata: b\n\n"),
        ("LF CR are two", .of("a\n\rb"), "data: a\ndata: \ndata: b\n\n"),
        ("empty lines are kept", .of("\n\na\n"), "data: \ndata: \ndata: a\ndata: \n\n"),
        ("CR at the end", .of("a\r"), "data: a\ndata: \n\n"),
        ("leading space is doubled", .of(" a"), "data:  a\n\n"),
        ("colon", .of(": a"), "data: : a\n\n"),
        (
            "only CR and LF end a line", .of("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f"),
            "data: a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f\n\n"
        ),
        ("id", .of("a", id: "17"), "id: 17\ndata: a\n\n"),
        ("empty id", .of("a", id: ""), "id: \ndata: a\n\n"),
        ("name", .of("a", name: "reset"), "event: reset\ndata: a\n\n"),
        ("id and name", .of("a", id: "3", name: "reset"), "id: 3\nevent: reset\ndata: a\n\n"),
    ])
    func eventIsWrittenAsFieldsOfOneLine(name: String, event: ServerSentEvent, text: String) {
        var output = Array(": kept\n".utf8)
        event.encode(appendingTo: &output)
        #expect(output == Array((": kept\n" + text).utf8), "\(name)")
    }

    @Test(arguments: [0, 7, 8, 9, 98, 99, 109, 998, 99_998, 999_999_998])
    func linesTogetherAreWrittenLikeEachAlone(_ firstID: Int) {
        let text = Array("head\n{}\n\n{\"a\":1}\nlast\n".utf8)
        let ends = [5, 8, 9, 17, 22]
        var together: [UInt8] = [1]
        var eventEnds = [0]
        ServerSentEvent.encode(
            linesOf: text, from: 5, lineEnds: ends[1...], firstID: firstID,
            appendingTo: &together, ends: &eventEnds)
        var alone: [UInt8] = [1]
        var aloneEnds = [0]
        for (index, line) in ["{}", "", #"{"a":1}"#, "last"].enumerated() {
            let id = firstID + index
            ServerSentEvent.of(line, id: "\(id)").encode(appendingTo: &alone)
            aloneEnds.append(alone.count)
            var single: [UInt8] = []
            ServerSentEvent.encode(id: id, line: Array(line.utf8)[...], appendingTo: &single)
            #expect(alone.suffix(single.count) == single[...])
        }
        #expect(together == alone)
        #expect(eventEnds == aloneEnds)
    }

    @Test func bytesThatAreNoTextAreSentAsTheyAre() {
        var output: [UInt8] = []
        ServerSentEvent(data: [0xff, 0x00, 0xc3]).encode(appendingTo: &output)
        #expect(output == Array("data: ".utf8) + [0xff, 0x00, 0xc3, 0x0a, 0x0a])
    }

    /// A blank line after the comment would make httpx-sse 0.4.3 dispatch an empty event.
    @Test func heartbeatIsACommentWithoutABlankLineAndDisturbsNoEvent() throws {
        #expect(ServerSentEvent.heartbeat == [0x3a, 0x0a])
        var stream = ServerSentEvent.heartbeat
        ServerSentEvent.of("a", id: "1").encode(appendingTo: &stream)
        stream += ServerSentEvent.heartbeat + ServerSentEvent.heartbeat
        ServerSentEvent.of("b", id: "2").encode(appendingTo: &stream)
        stream += ServerSentEvent.heartbeat
        var parser = ServerSentEventParser()
        #expect(try parser.parse(stream) == [.of("a", id: "1"), .of("b", id: "2")])
        #expect(parser.lastEventID == "2")
    }

    @Test func encodedEventsAreParsedBackWithLineFeedsForEveryEndOfLine() throws {
        for seed: UInt64 in 0x5eed_0040..<0x5eed_0060 {
            var random = SeededGenerator(seed: seed)
            let events = (0..<20).map { _ in ServerSentEvent.any(&random) }
            var stream: [UInt8] = []
            for event in events { event.encode(appendingTo: &stream) }
            var parser = ServerSentEventParser()
            var parsed: [ServerSentEvent] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...min(40, rest.count), using: &random)
                parsed += try parser.parse(rest.prefix(count))
                rest.removeFirst(count)
            }
            try #require(parsed == events.map(\.normalised), "seed \(seed)")
            #expect(parser.lastEventID == events.compactMap(\.id).last ?? "", "seed \(seed)")
        }
    }
}

extension ServerSentEvent {
    /// An event with text for data.
    static func of(_ text: String, id: String? = nil, name: String? = nil) -> ServerSentEvent {
        ServerSentEvent(id: id, name: name, data: Array(text.utf8))
    }

    /// Any event that can be sent, its data rich in what the format gives a meaning.
    static func any(_ random: inout SeededGenerator) -> ServerSentEvent {
        let alphabet: [UInt8] = Array("\n\r: ad\u{feff}{}\u{2028}\0".utf8) + [0xff]
        let data = (0..<Int.random(in: 0...30, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        let id = Bool.random(using: &random) ? "\(UInt16.random(in: 0...999, using: &random))" : nil
        return ServerSentEvent(
            id: id, name: [nil, "reset", "a b:c"].randomElement(using: &random) ?? nil, data: data)
    }

    /// The event as a client sees it: CR LF, and CR, have become LF.
    var normalised: ServerSentEvent {
        var event = self
        event.data = []
        for (index, byte) in data.enumerated() {
            let followsReturn = index > 0 && data[index - 1] == 0x0d
            if byte == 0x0a && followsReturn { continue }
            event.data.append(byte == 0x0d ? 0x0a : byte)
        }
        return event
    }
}
