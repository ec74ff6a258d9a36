internal import Foundation

/// Which files of the machine a request may name.
package enum FileAccess: Sendable {
    /// All that the process can read: for a user at a terminal.
    case anywhere
    /// Those in these directories, symbolic links resolved: for requests from elsewhere.
    case under([String])

    /// The directories that files must lie in; nil for any place.
    package var directories: [String]? {
        if case .under(let directories) = self { directories } else { nil }
    }

    /// The absolute path of a file or directory that `request` names.
    ///
    /// - Throws: `PriceSourceNameError` for a file that requests may not name.
    package func resolve(
        _ path: String, in request: String
    ) throws(PriceSourceNameError) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        guard case .under(let directories) = self else { return url.path }
        let real = url.resolvingSymlinksInPath().path
        for directory in directories {
            let root = URL(fileURLWithPath: directory).standardizedFileURL
                .resolvingSymlinksInPath().path
            if real == root || real.hasPrefix(root + "/") { return real }
        }
        throw PriceSourceNameError(
            name: request,
            reason: directories.isEmpty
                ? "this service reads no files of prices; start it with --prices DIR"
                : "it is in none of the directories that this service reads prices from")
    }
}
