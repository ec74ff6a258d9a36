internal import Foundation

/// The hosts to which one goes without a proxy, as `NO_PROXY` lists them.
///
/// `example.com` and `.example.com` stand for that host and all below it, `10.0.0.0/8` for a range
/// of addresses, `*` for everything; a port may follow each host. This machine is always one.
struct ProxyExceptions: Sendable {
    private struct Entry: Sendable {
        let host: String
        let port: Int?
        let range: AddressRange?
    }

    private let entries: [Entry]

    /// Reads a list with commas or blank space between its entries.
    init(_ list: String) {
        entries = list.split { $0 == "," || $0.isWhitespace }.map { Self.entry(String($0)) }
    }

    /// Whether a host is one of them; an IPv6 address may have brackets.
    func hold(host: String, port: Int) -> Bool {
        let host = Self.plain(host)
        let address = IPAddress(host)
        if host == "localhost" || host.hasSuffix(".localhost") || address?.isLoopback == true {
            return true
        }
        return entries.contains { entry in
            if let wanted = entry.port, wanted != port { return false }
            if entry.host == "*" { return true }
            if let address { return entry.range?.contains(address) == true }
            return host == entry.host || host.hasSuffix("." + entry.host)
        }
    }

    private static func entry(_ text: String) -> Entry {
        var host = text
        var port: Int?
        // An IPv6 address has colons of its own, unless it is in brackets.
        if let colon = text.lastIndex(of: ":"),
            text[..<colon].hasSuffix("]") || !text[..<colon].contains(":"),
            let number = Int(text[text.index(after: colon)...])
        {
            host = String(text[..<colon])
            port = number
        }
        host = plain(host)
        if host.hasPrefix("*.") { host.removeFirst() }
        if host.hasPrefix(".") { host.removeFirst() }
        return Entry(host: host, port: port, range: AddressRange(host))
    }

    /// A host without what may be written in another way.
    private static func plain(_ host: String) -> String {
        var host = host.lowercased().trimmingCharacters(in: ["[", "]"])
        if host.hasSuffix("."), host.count > 1 { host.removeLast() }
        return host
    }
}
