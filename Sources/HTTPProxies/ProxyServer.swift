/// A proxy that tunnels connections, and what it is told of its user.
package struct ProxyServer: Hashable, Sendable {
    /// Its host: a name or an address, an IPv6 one without brackets.
    package let host: String
    /// Its port.
    package let port: Int
    /// The user's name and password, as `user:password`; nil where it asks for none.
    package let credentials: String?

    /// Makes a proxy of its parts.
    package init(host: String, port: Int, credentials: String? = nil) {
        self.host = host
        self.port = port
        self.credentials = credentials
    }
}

/// A variable of the environment that names no proxy which can be used.
package struct ProxyError: Error, Equatable, CustomStringConvertible {
    /// The variable.
    package let variable: String
    /// What is wrong with it; never a password.
    package let reason: String

    package var description: String {
        "\(variable) \(reason); write http://host:port, or unset it"
    }
}
