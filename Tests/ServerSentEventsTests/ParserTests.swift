import ServerSentEvents
import Testing

/// The rules of WHATWG HTML, section 9.2.6, "Interpreting an event stream".
@Suite struct ParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let stream: [UInt8]
        let events: [ServerSentEvent]
        let lastEventID: String
        let retryMilliseconds: Int?

        init(
            _ name: String, _ stream: String, _ events: [ServerSentEvent], lastEventID: String = "",
            retry: Int? = nil
        ) {
            self.name = name
            self.stream = Array(stream.utf8)
            self.events = events
            self.lastEventID = lastEventID
            retryMilliseconds = retry
        }

        var testDescription: String { name }
    }

    static let dataCases = [
        Case("nothing", "", []),
        Case("one line", "data: a\n\n", [.of("a")]),
        Case("the standard's two lines", "data: YHOO\ndata: +2\n\n", [.of("YHOO\n+2")]),
        Case("the standard's empty ones", "data\n\ndata\ndata\n\ndata:", [.of(""), .of("\n")]),
        Case("no space is needed", "data:test\n\ndata: test\n\n", [.of("test"), .of("test")]),
        Case("one space only is stripped", "data:  a \n\n", [.of(" a ")]),
        Case("a tab is no space", "data:\ta\n\n", [.of("\ta")]),
        Case("only the first colon separates", "data:: a:b\n\n", [.of(": a:b")]),
        Case("other line ends are data", "data:a\u{2028}b\u{85}\n\n", [.of("a\u{2028}b\u{85}")]),
        Case("NUL is data", "data:\0\n\n", [.of("\0")]),
        Case("block without data", "event: a\n\ndata: b\n\n", [.of("b")]),
        Case("blank lines alone", "\n\n\r\n\r\r", []),
        Case("block cut off by the end", "data: a\n\ndata: b\n", [.of("a")]),
        Case("line cut off by the end", "data: a\n\ndata: b", [.of("a")]),
    ]

    static let lineCases = [
        Case("LF", "data:a\ndata:b\n\n", [.of("a\nb")]),
        Case("CR", "data:a\rdata:b\r\r", [.of("a\nb")]),
        Case("CR LF", "data:a\r\ndata:b\r\n\r\n", [.of("a\nb")]),
        Case("CR before a blank CR LF", "data:a\r\r\n", [.of("a")]),
        Case("CR LF before a blank LF", "data:a\r\n\n", [.of("a")]),
        Case("LF CR is a blank line", "data:a\n\rdata:b\n\n", [.of("a"), .of("b")]),
        Case("byte order mark", "\u{feff}data:a\n\n", [.of("a")]),
        Case("only one is stripped", "\u{feff}\u{feff}data:a\n\n", []),
        Case("only the first line's", "data:a\n\n\u{feff}data:b\n\n", [.of("a")]),
        Case("nothing but the mark", "\u{feff}\ndata:a\n\n", [.of("a")]),
    ]

    static let fieldCases = [
        Case("comments", ": a\n:\ndata:b\n:data:c\n\n:\n\n", [.of("b")]),
        Case("unknown fields", "dat:a\ndatax:b\nData:c\n data:d\ndata :e\n\n", []),
        Case("name", "event: add\ndata:a\n\ndata:b\n\n", [.of("a", name: "add"), .of("b")]),
        Case("last name counts", "event:a\nevent:b\ndata:\n\n", [.of("", name: "b")]),
        Case("empty name", "event:a\nevent\ndata:\n\n", [.of("")]),
        Case("id", "id: 1\ndata:a\n\n", [.of("a", id: "1")], lastEventID: "1"),
        Case("id stays", "id:1\n\ndata:a\n\n", [.of("a")], lastEventID: "1"),
        Case("block of an id alone", "data:a\n\nid: 7\n\n", [.of("a")], lastEventID: "7"),
        Case(
            "id without its blank line", "id:1\ndata:a\n\nid:2\n", [.of("a", id: "1")],
            lastEventID: "1"),
        Case("last id counts", "id:1\nid:2\ndata:\n\n", [.of("", id: "2")], lastEventID: "2"),
        Case("empty id clears", "id:1\n\nid\ndata:a\n\n", [.of("a", id: "")]),
        Case("id with NUL", "id:1\n\nid:2\0\ndata:a\n\n", [.of("a")], lastEventID: "1"),
        Case("id beyond ASCII", "id:ü…\ndata:\n\n", [.of("", id: "ü…")], lastEventID: "ü…"),
        Case("retry", "retry: 1000\n", [], retry: 1_000),
        Case("last retry counts", "retry:1\nretry:0020\n\n", [], retry: 20),
        Case(
            "retry of other than digits",
            "retry:3\nretry:\nretry\nretry:-1\nretry:+1\nretry:1.5\nretry:5s\nretry: 5 \nretry:٣\n",
            [],
            retry: 3),
    ]

    @Test(arguments: dataCases + lineCases + fieldCases)
    func streamGivesTheEventsOfTheStandard(each: Case) throws {
        var parser = ServerSentEventParser()
        #expect(try parser.parse(each.stream) == each.events)
        #expect(parser.lastEventID == each.lastEventID)
        #expect(parser.retryMilliseconds == each.retryMilliseconds)
    }

    @Test(arguments: dataCases + lineCases + fieldCases)
    func everySplitGivesTheSameEvents(each: Case) throws {
        for split in 0...each.stream.count {
            var parser = ServerSentEventParser()
            var events = try parser.parse(each.stream[..<split])
            events += try parser.parse([])
            events += try parser.parse(each.stream[split...])
            #expect(events == each.events, "split at \(split)")
            #expect(parser.lastEventID == each.lastEventID, "split at \(split)")
            #expect(parser.retryMilliseconds == each.retryMilliseconds, "split at \(split)")
        }
    }

    @Test func eventComesWithTheByteThatEndsItAndNotLater() throws {
        var parser = ServerSentEventParser()
        #expect(try parser.parse("id:1\rdata:a\r\n".utf8).isEmpty)
        #expect(parser.lastEventID == "", "an id counts from its blank line on")
        #expect(try parser.parse([0x0d]) == [.of("a", id: "1")])
        #expect(parser.lastEventID == "1")
        #expect(try parser.parse([0x0a]).isEmpty, "the other half of CR LF")
    }

    @Test func idThatIsNoTextIsReadWithReplacements() throws {
        var parser = ServerSentEventParser()
        let events = try parser.parse(
            Array("id:a".utf8) + [0xff] + Array("\ndata:".utf8 + [0xff, 0x0a, 0x0a]))
        #expect(events == [ServerSentEvent(id: "a\u{fffd}", data: [0xff])])
    }

    @Test func lineAboveTheLimitIsRefused() throws {
        var parser = ServerSentEventParser()
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1024 * 1024)
        for _ in 0..<ServerSentEventParser.maxLineBytes / chunk.count {
            #expect(try parser.parse(chunk).isEmpty)
        }
        #expect(throws: ServerSentEventParser.LineTooLong.self) { try parser.parse([0x78]) }
    }
}
