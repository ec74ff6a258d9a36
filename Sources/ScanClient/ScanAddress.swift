internal import Foundation

/// A scan on a service, by the address that a user has of it.
package struct ScanAddress: Sendable, Equatable {
    /// Everything before `/market-scan`, without a slash at the end.
    package let service: String
    /// The scan's name, as it stands in the address.
    package let job: String

    /// Takes the address of a scan's stream, status, results, tape or cancelling, or of its page:
    /// `http://127.0.0.1:8000/market-scan/stream/JOB`, `http://127.0.0.1:8000/?job=JOB`.
    ///
    /// - Throws: `ScanAddressError` for anything else.
    package init(_ text: String) throws(ScanAddressError) {
        guard let url = URLComponents(string: text),
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.percentEncodedHost, !host.isEmpty
        else { throw ScanAddressError(text: text, reason: "is no address of a web service") }
        guard url.user == nil, url.password == nil else {
            throw ScanAddressError(
                text: "\(scheme)://…@\(host)",
                reason: "names a user; give the service's token by --token-file")
        }
        guard let (path, job) = Self.scan(of: url) ?? Self.scan(ofPage: url) else {
            throw ScanAddressError(
                text: text,
                reason: "does not end with /market-scan/stream/ and a scan's name, nor with /?job= "
                    + "and one, as the page of a scan does")
        }
        let port = url.port.map { ":\($0)" } ?? ""
        service = "\(scheme)://\(host)\(port)\(path)"
        self.job = job
    }

    /// The path of the service and the scan's name in the address of one of its endpoints.
    private static func scan(of url: URLComponents) -> (path: String, job: String)? {
        let path = url.percentEncodedPath
        let parts = (path.hasSuffix("/") ? path.dropLast() : path[...])
            .split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[parts.count - 3] == "market-scan",
            ["stream", "status", "results", "log", "cancel"].contains(parts[parts.count - 2]),
            let job = parts.last, !job.isEmpty
        else { return nil }
        return (parts.dropLast(3).joined(separator: "/"), String(job))
    }

    /// The same in the address of its page, `/?job=JOB`, perhaps with what else the page notes.
    private static func scan(ofPage url: URLComponents) -> (path: String, job: String)? {
        let path = url.percentEncodedPath
        guard path.isEmpty || path.hasSuffix("/"),
            let job = url.percentEncodedQueryItems?.last(where: { $0.name == "job" })?.value,
            !job.isEmpty
        else { return nil }
        return (String(path.dropLast()), job)
    }

    /// The scan's events, each as it stands on the tape.
    var events: String { "\(service)/market-scan/stream/\(job)?view=events" }
    /// The scan's tape, as far as it is.
    var tape: String { "\(service)/market-scan/log/\(job)" }
}

/// An address that names no scan.
package struct ScanAddressError: Error, Equatable, CustomStringConvertible {
    let text: String
    let reason: String

    package var description: String { "\(text) \(reason)" }
}
