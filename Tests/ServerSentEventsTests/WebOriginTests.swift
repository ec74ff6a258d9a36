import Testing

@testable import ServerSentEvents

struct WebOriginTests {
    @Test(arguments: [
        ("https://app.example.com", "https://app.example.com"),
        ("HTTPS://App.Example.COM/", "https://app.example.com"),
        ("https://app.example.com:443", "https://app.example.com"),
        ("http://app.test:80/", "http://app.test"), ("http://app.test:443", "http://app.test:443"),
        ("https://app.test:80", "https://app.test:80"), ("http://app.test:", "http://app.test"),
        ("http://app.test:08080", "http://app.test:8080"), (" http://a.test ", "http://a.test"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("http://[2001:DB8::0:1]", "http://[2001:db8::1]"),
        ("http://[1:0:0:2:0:0:0:3]", "http://[1:0:0:2::3]"),
        ("http://[::]:8080", "http://[::]:8080"),
        ("http://[1:0:2:3:4:5:6:7]", "http://[1:0:2:3:4:5:6:7]"), ("http://[1::]", "http://[1::]"),
        ("http://xn--bcher-kva.example", "http://xn--bcher-kva.example"),
        ("chrome-extension://abcdefgh", "chrome-extension://abcdefgh"),
        ("capacitor://localhost", "capacitor://localhost"),
    ])
    func anOriginIsBroughtIntoTheFormInWhichBrowsersSendIt(written: String, sent: String) throws {
        #expect(try WebOrigin(written).text == sent)
    }

    @Test(arguments: [
        ("*", "wildcards"), ("https://*.example.com", "wildcards"), ("", "scheme"),
        ("app.example.com", "scheme"), ("app.example.com:8080", "scheme"), ("null", "any page"),
        ("NULL", "any page"),
        ("//app.example.com", "scheme"), ("1http://app.test", "scheme"),
        ("https://app.test/app", "path"), ("https://app.test//", "path"),
        ("https://app.test?x", "path"), ("https://app.test/#top", "path"),
        ("https://user:secret@app.test", "user"), ("https://", "host"), ("https:///", "host"),
        ("https://bücher.example", "xn--"), ("https://a b", "host"), ("https://a%20b", "host"),
        ("https://.test", "host"), ("https://a..test", "host"), ("http://[::1", "host"),
        ("http://[::1]x", "host"), ("http://[nothing]", "host"), ("http://[1:2:3]", "host"),
        ("http://[1::2::3]", "host"),
        ("http://[:::]", "host"), ("http://[1:2:3:4:5:6:7:8:9]", "host"),
        ("http://[::12345]", "host"), ("http://[::+1]", "host"), ("http://01.1.1.1", "host"),
        ("http://[::ffff:127.0.0.1]", "host"), ("http://::1", "host"),
        ("http://127.1", "host"), ("http://0x7f.1", "host"), ("http://256.1.1.1", "host"),
        ("http://a.test:0", "port"), ("http://a.test:65536", "port"), ("http://a.test:x", "port"),
        ("http://a.test:8080:1", "port"),
    ])
    func whatNoBrowserEverSendsIsRefused(written: String, word: String) {
        do throws(WebOriginError) {
            let origin = try WebOrigin(written)
            Issue.record("\(written) became \(origin.text)")
        } catch {
            #expect(error.description.contains(word), "\(error)")
        }
    }
}
