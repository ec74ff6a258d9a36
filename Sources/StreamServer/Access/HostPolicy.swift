internal import Glibc

/// By which names a service that asks for no token may be called.
///
/// A page of any site may name an address of this machine as its own site's (DNS rebinding); what
/// then keeps it out is that its browser still calls the service by that site's name. An address
/// in place of a name cannot be had by such a trick.
package struct HostPolicy: Sendable {
    private let names: Set<String>

    /// Allows addresses, the names of this machine, the name that is listened on, and those of
    /// origins whose pages may use the service.
    package init(listeningOn host: String, origins: [String]) {
        names = Set(
            ["localhost", host.lowercased()]
                + origins.filter { $0.contains("://") }
                .compactMap { Self.name(of: $0.split(separator: "/").last ?? "") })
    }

    /// Whether a client may call the service by this name, a port included.
    func allows(_ authority: String) -> Bool {
        guard let name = Self.name(of: authority) else { return false }
        return names.contains(name) || name.hasSuffix(".localhost") || Self.isAddress(name)
    }

    /// Whether only this machine can reach an address or a name.
    package static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (isIPv4(host) && host.hasPrefix("127."))
    }

    /// The name in lower case without the port, and without the brackets of an IPv6 address.
    private static func name(of authority: some StringProtocol) -> String? {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let name = text.prefix { $0 != ":" }
        return name.isEmpty ? nil : String(name.hasSuffix(".") ? name.dropLast() : name)
    }

    private static func isAddress(_ name: String) -> Bool {
        if isIPv4(name) { return true }
        var address = in6_addr()
        return unsafe inet_pton(AF_INET6, name, &address) == 1
    }

    private static func isIPv4(_ name: String) -> Bool {
        var address = in_addr()
        return unsafe inet_pton(AF_INET, name, &address) == 1
    }
}
