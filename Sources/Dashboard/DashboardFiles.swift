internal import Crypto
internal import Foundation
internal import ProgramFiles
internal import Storage

/// The dashboard and the client library: plain files that come with the program.
package struct DashboardFiles: Sendable {
    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "ts": "text/plain; charset=utf-8", "tsx": "text/plain; charset=utf-8",
    ]

    /// All files, by path.
    package let all: [DashboardFile]

    /// Reads the files that come with the program.
    ///
    /// - Throws: `DashboardError` where they are missing.
    package static func installed() throws(DashboardError) -> DashboardFiles {
        let site: String
        do throws(ProgramResourceError) {
            site = try ProgramResources.path(of: "Site", ofModule: "Dashboard")
        } catch {
            throw DashboardError("there is no dashboard: \(error)")
        }
        return try DashboardFiles(directory: site)
    }

    /// Reads all files under a directory, `index.html` being the page.
    init(directory: String) throws(DashboardError) {
        guard let names = FileManager.default.subpaths(atPath: directory) else {
            throw DashboardError("the dashboard cannot be read: \(directory)")
        }
        var files: [DashboardFile] = []
        for name in names.sorted() {
            let end = name.split(separator: ".").last.map(String.init) ?? ""
            guard let mediaType = Self.mediaTypes[end] else { continue }
            let bytes: [UInt8]
            do {
                bytes = try readSmallFile("\(directory)/\(name)").bytes
            } catch {
                throw DashboardError("\(error)")
            }
            let digest = SHA256.hash(data: bytes).prefix(16).hexadecimal
            files.append(
                DashboardFile(
                    path: name == "index.html" ? "/" : "/\(name)", mediaType: mediaType,
                    bytes: bytes, entityTag: "\"\(digest)\""))
        }
        guard files.contains(where: { $0.path == "/" }) else {
            throw DashboardError("\(directory) has no index.html")
        }
        all = files
    }
}

/// The files of the dashboard cannot be had.
package struct DashboardError: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
