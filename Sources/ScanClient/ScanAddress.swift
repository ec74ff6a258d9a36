internal import Foundation

/// A scan on a service, by the address that a user has of it.
package struct ScanAddress: Sendable, Equatable {
    /// Everything before `/market-scan`, without a slash at the end.
    package let service: String
    /// The scan's name, as it stands in the address.
    package let job: String

    /// Takes the address of a scan's stream, status, results, tape or cancelling:
    /// `http://127.0.0.1:8000/market-scan/stream/JOB`.
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
        let parts = url.percentEncodedPath.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[parts.count - 3] == "market-scan",
            ["stream", "status", "results", "log", "cancel"].contains(parts[parts.count - 2]),
            let job = parts.last, !job.isEmpty
        else {
            throw ScanAddressError(
                text: text, reason: "does not end with /market-scan/stream/ and a scan's name")
        }
        let port = url.port.map { ":\($0)" } ?? ""
        service = "\(scheme)://\(host)\(port)" + parts.dropLast(3).joined(separator: "/")
        self.job = String(job)
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
