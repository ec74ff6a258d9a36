internal import Foundation

/// The proxies that the environment names: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower
/// case too, which wins.
package struct ProxyEnvironment: Sendable {
    private struct Setting: Sendable {
        let variable: String
        let value: String
    }

    private let settings: [String: Setting]
    private let exceptions: ProxyExceptions

    /// Reads the variables; those that are empty count as not set.
    ///
    /// In a program that a web server runs by CGI, `HTTP_PROXY` is a header of the client's, and
    /// is left alone.
    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        func setting(_ name: String) -> Setting? {
            for variable in [name, name.uppercased()] {
                if variable == "HTTP_PROXY", environment["REQUEST_METHOD"] != nil { continue }
                let value = environment[variable]?.trimmingCharacters(in: .whitespaces) ?? ""
                if !value.isEmpty { return Setting(variable: variable, value: value) }
            }
            return nil
        }
        var settings: [String: Setting] = [:]
        for scheme in ["http", "https"] { settings[scheme] = setting(scheme + "_proxy") }
        self.settings = settings
        exceptions = ProxyExceptions(setting("no_proxy")?.value ?? "")
    }

    /// The proxy through which to go to an address; nil to go there directly, as always to this
    /// very machine.
    ///
    /// - Throws: `ProxyError` where the variable names none that can be used.
    package func proxy(for url: String) throws(ProxyError) -> ProxyServer? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let setting = settings[scheme], let host = parts.host, !host.isEmpty
        else { return nil }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        if exceptions.hold(host: host, port: port) { return nil }
        return try Self.server(setting)
    }

    private static func server(_ setting: Setting) throws(ProxyError) -> ProxyServer {
        func error(_ reason: String) -> ProxyError {
            ProxyError(variable: setting.variable, reason: reason)
        }
        let scheme = setting.value.contains("://") ? "" : "http://"
        guard let parts = URLComponents(string: scheme + setting.value), let host = parts.host,
            !host.isEmpty, ["", "/"].contains(parts.path),
            parts.query == nil, parts.fragment == nil
        else { throw error("is no address of a proxy") }
        guard parts.scheme?.lowercased() == "http" else {
            throw error("names a proxy of a kind that is not supported, \(parts.scheme ?? "")")
        }
        let port = parts.port ?? 80
        guard (1...65_535).contains(port) else { throw error("has a port beyond 65535") }
        let credentials = parts.user.map { "\($0):\(parts.password ?? "")" }
        return ProxyServer(
            host: host.trimmingCharacters(in: ["[", "]"]), port: port, credentials: credentials)
    }
}
