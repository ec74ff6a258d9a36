internal import NIOCore

/// Whom the service takes for one client: an IPv4 address, or the first half of one of IPv6, as
/// the other half is each subscriber's own to choose.
package struct ClientAddress: Hashable, Sendable {
    /// Whoever has no address: the service itself.
    static let none = ClientAddress("")

    private let text: String

    /// The client at an address as the system writes it.
    init(_ address: String) {
        guard address.contains(":") else {
            text = address
            return
        }
        let groups = address.split(separator: ":", omittingEmptySubsequences: false)
        if let last = groups.last, last.contains(".") {
            // An IPv4 address as a socket of IPv6 shows it.
            text = String(last)
            return
        }
        // An empty group stands for as many of zeros as are missing.
        let head = groups.prefix { !$0.isEmpty }
        let tail = groups.dropFirst(head.count).filter { !$0.isEmpty }
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - head.count - tail.count))
        text = (head + zeros + tail).prefix(4).joined(separator: ":") + "::"
    }

    /// The client at the other end of a connection.
    init(of channel: any Channel) {
        self.init(channel.remoteAddress?.ipAddress ?? "")
    }
}
