import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import StreamServer

struct RequestHostTests {
    /// A request that has `authority` where the codec puts it, and these `Host` fields beside it.
    private func request(_ authority: String?, _ hosts: [String]) -> Request {
        var fields = HTTPFields()
        for host in hosts {
            if let name = HTTPField.Name("Host") {
                fields.append(HTTPField(name: name, value: host))
            }
        }
        return Request(
            head: HTTPRequest(
                method: .get, scheme: "https", authority: authority, path: "/", headerFields: fields
            ),
            body: RequestBody(buffer: ByteBuffer()))
    }

    /// A proxy may write HTTP/2 with either name, or both.
    @Test(
        arguments: [
            ("a.test", [], true, "a.test"), (nil, ["a.test"], true, "a.test"),
            ("a.test", ["a.test"], true, "a.test"), ("a.test", ["b.test"], true, nil),
            ("a.test", ["a.test", "a.test"], true, nil), (nil, ["a.test", "a.test"], true, nil),
            (nil, [], true, nil), ("a.test", [], false, "a.test"),
            ("a.test", ["a.test"], false, nil), (nil, [], false, nil), ("", [], false, nil),
            ("[::1]:8000", [], false, "[::1]:8000"), ("a.test\u{85}", [], false, nil),
            ("a test", [], false, nil), ("\u{430}.test", [], false, nil),
        ] as [(String?, [String], Bool, String?)])
    func aRequestHasOneName(
        _ authority: String?, _ hosts: [String], _ isHTTP2: Bool, _ name: String?
    ) {
        let found = try? request(authority, hosts).host(isHTTP2: isHTTP2)
        #expect(found == name)
    }
}
