import HummingbirdCore
import Tapes
import Testing

@testable import ScanServer
@testable import StreamServer

struct ListQueryTests {
    @Test(arguments: [
        "bollinger_bands", "a b", "a+b", "a&before=x", "a=b", "50%", "%41", "a#b", "a?b/c", "ü€😀",
        "\"<>\\^`{|}", "a;b", "\u{1}\r\n", "",
    ])
    func theLinkToTheNextPageAsksForTheSame(_ strategy: String) throws {
        var query = ScanListQuery()
        query.strategy = strategy
        query.standings = [.completed]
        query.since = "2026-11-28T08:00:00"
        query.until = "2026-11-29"
        query.limit = 7
        let job = try #require(JobID("20261128-080000-0000000a"))
        let link = "/market-scan/jobs?" + query.text(before: job)
        // All that RFC 3986 has for a query, and nothing that a server might change.
        #expect(link.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") })
        let next = try ScanListQuery(URI(link).queryParameters)
        #expect(next.strategy == strategy)
        #expect(next.standings == query.standings)
        #expect(next.since == query.since)
        #expect(next.until == query.until)
        #expect(next.limit == query.limit)
        #expect(next.before == job)
    }
}
