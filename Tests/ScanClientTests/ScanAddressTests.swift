import Testing

@testable import ScanClient

struct ScanAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8000/market-scan/stream/j-1", "http://127.0.0.1:8000", "j-1"),
        ("HTTP://host/market-scan/status/j-1?at=3", "http://host", "j-1"),
        ("https://host/a/b/market-scan/stream/j-1?every=1#top", "https://host/a/b", "j-1"),
        ("http://[::1]:8000/market-scan/log/j-1", "http://[::1]:8000", "j-1"),
        ("http://host/market-scan/stream/j-1/", "http://host", "j-1"),
        ("http://127.0.0.1:8000/?job=j-1", "http://127.0.0.1:8000", "j-1"),
        ("http://host?job=j-1", "http://host", "j-1"),
        ("https://host/a/?sort=pnl&job=j-1&at=7#top", "https://host/a", "j-1"),
    ])
    func anAddressOfAScanIsUnderstood(text: String, service: String, job: String) throws {
        let address = try ScanAddress(text)
        #expect(address.service == service)
        #expect(address.job == job)
        #expect(address.events == "\(service)/market-scan/stream/\(job)?view=events")
    }

    @Test(arguments: [
        ("ftp://host/market-scan/stream/j", "no address of a web service"),
        ("http:///market-scan/stream/j", "no address of a web service"),
        ("http://host/", "does not end with"),
        ("http://host/market-scan/stream/", "does not end with"),
        ("http://host/market-scan/jobs/j", "does not end with"),
        ("http://host/market-scan/stream//", "does not end with"),
        ("http://host/?job=", "does not end with"),
        ("http://host/strategies?job=j", "does not end with"),
        ("http://user:secret@host/market-scan/stream/j", "--token-file"),
    ])
    func anotherAddressIsRefusedWithoutTellingSecrets(text: String, words: String) {
        do throws(ScanAddressError) {
            _ = try ScanAddress(text)
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.description.contains(words), "\(error)")
            #expect(!error.description.contains("secret"))
        }
    }
}
