internal import Crypto
internal import Foundation

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
        guard let site = Bundle.module.url(forResource: "Site", withExtension: nil) else {
            throw DashboardError(
                "the dashboard is missing in \(Bundle.module.bundlePath); keep the .resources "
                    + "folder beside the executable")
        }
        return try DashboardFiles(directory: site.path)
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
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
                throw DashboardError("\(directory)/\(name) cannot be read")
            }
            let digest = SHA256.hash(data: data).prefix(16)
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            files.append(
                DashboardFile(
                    path: name == "index.html" ? "/" : "/\(name)", mediaType: mediaType,
                    bytes: Array(data), entityTag: "\"\(digest.joined())\""))
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
