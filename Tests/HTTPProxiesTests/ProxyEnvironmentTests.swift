import Testing

@testable import HTTPProxies

struct ProxyEnvironmentTests {
    private static let service = "https://prices.example.com/v8"

    private func host(
        _ environment: [String: String], _ url: String = service
    ) throws -> String? {
        try ProxyEnvironment(environment).proxy(for: url).map { "\($0.host):\($0.port)" }
    }

    @Test(arguments: [
        ("https_proxy", "https://a.example"), ("HTTPS_PROXY", "https://a.example"),
        ("http_proxy", "http://a.example:8000/x"), ("HTTP_PROXY", "HTTP://a.example"),
    ])
    func variableOfTheSchemeNamesTheProxyInEitherCase(variable: String, url: String) throws {
        #expect(try host([variable: "http://proxy.example:3128"], url) == "proxy.example:3128")
        let other = url.lowercased().hasPrefix("https") ? "http://a.example" : "https://a.example"
        #expect(try host([variable: "http://proxy.example:3128"], other) == nil)
    }

    @Test func withoutAVariableThereIsNoProxy() throws {
        #expect(try host([:]) == nil)
        #expect(try host(["HTTPS_PROXY": " "]) == nil)
    }

    @Test func lowerCaseWinsAndAnEmptyOneCountsAsNotSet() throws {
        #expect(try host(["https_proxy": "a:1", "HTTPS_PROXY": "b:2"]) == "a:1")
        #expect(try host(["https_proxy": "", "HTTPS_PROXY": "b:2"]) == "b:2")
        #expect(
            try host(["https_proxy": "a:1", "no_proxy": "other", "NO_PROXY": "example.com"])
                == "a:1")
    }

    @Test(arguments: [
        ("proxy:3128", "proxy:3128"), ("http://proxy", "proxy:80"), ("HTTP://proxy/", "proxy:80"),
        ("http://[2001:db8::1]:3128", "2001:db8::1:3128"), ("192.0.2.1:8080", "192.0.2.1:8080"),
    ])
    func proxyIsReadWithAndWithoutSchemeAndPort(value: String, expected: String) throws {
        #expect(try host(["HTTPS_PROXY": value]) == expected)
    }

    @Test func userAndPasswordAreDecodedAndNeverPartOfAnError() throws {
        let proxies = ProxyEnvironment(["HTTPS_PROXY": "http://me:p%40ss@proxy:3128"])
        #expect(try proxies.proxy(for: Self.service)?.credentials == "me:p@ss")
        let wrong = ProxyEnvironment(["HTTPS_PROXY": "socks5://me:secret@proxy:1080"])
        let error = #expect(throws: ProxyError.self) { try wrong.proxy(for: Self.service) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test(arguments: [
        "socks5://proxy:1080", "https://proxy:443", "http://", "http://proxy/path",
        "http://proxy:99999", "http://pro xy",
    ])
    func whatIsNoProxyOfOursIsToldWithTheVariable(value: String) throws {
        let error = #expect(throws: ProxyError.self) { try host(["https_proxy": value]) }
        #expect(error?.description.hasPrefix("https_proxy ") == true)
        #expect(error?.description.contains("http://host:port") == true)
    }

    @Test(arguments: [
        "http://127.0.0.1:8000", "http://127.9.9.9", "http://[::1]:8000", "http://localhost:8000",
        "http://LOCALHOST", "http://a.localhost", "http://[::ffff:127.0.0.1]/",
    ])
    func thisMachineIsReachedDirectly(url: String) throws {
        #expect(try host(["HTTP_PROXY": "proxy:1"], url) == nil)
    }

    @Test func aHeaderOfAClientOfCGINamesNoProxy() throws {
        let environment = ["HTTP_PROXY": "evil:1", "REQUEST_METHOD": "GET"]
        #expect(try host(environment, "http://a.example") == nil)
        #expect(
            try host(environment.merging(["http_proxy": "good:1"]) { $1 }, "http://a.example")
                == "good:1")
    }

    @Test(arguments: [
        ("*", "a.example", true), ("a.example", "a.example", true),
        ("a.example", "b.a.example", true), ("a.example", "ba.example", false),
        (".a.example", "a.example", true), (".a.example", "b.a.example", true),
        ("*.a.example", "b.a.example", true), ("A.Example.", "a.example", true),
        ("x, a.example ,y", "a.example", true), ("x a.example", "a.example", true),
        ("a.example:443", "a.example", true), ("a.example:80", "a.example", false),
        ("example", "example.com", false), ("", "a.example", false), (",,", "a.example", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.70", false),
        ("192.0.2.0/24", "192.0.2.7", true), ("192.0.2.0/24", "192.0.3.7", false),
        ("10.0.0.0/9", "10.127.1.1", true), ("10.0.0.0/9", "10.128.1.1", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("10.0.0.0/33", "10.0.0.1", false),
        ("2.7", "192.0.2.7", false), ("192.0.2.7:443", "192.0.2.7", true),
        ("2001:db8::7", "[2001:db8::7]", true), ("2001:DB8:0::7", "[2001:db8::7]", true),
        ("[2001:db8::7]:443", "[2001:db8::7]", true), ("[2001:db8::7]:80", "[2001:db8::7]", false),
        ("2001:db8::/32", "[2001:db8:1::]", true), ("fd00::/8", "[2001:db8::7]", false),
    ])
    func exceptionsAreHostsDomainsAddressesAndRanges(
        list: String, host: String, isException: Bool
    ) throws {
        for variable in ["no_proxy", "NO_PROXY"] {
            let found = try self.host(
                ["HTTPS_PROXY": "proxy:1", variable: list], "https://\(host)/v8")
            #expect((found == nil) == isException)
        }
    }

    @Test(arguments: [
        "1.2.3", "1.2.3.256", "1.2.3.4.5", "1.2.3.x", "::1::", "12345::", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "a.example", "", ":", "1:2:3:4:5:6:7::8",
    ])
    func whatIsNoAddressIsNone(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
