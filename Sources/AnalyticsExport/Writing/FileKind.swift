internal import Foundation

/// What stands at a path.
enum FileKind {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A link, a device, a pipe.
    case other

    /// Looks at `path` without following a link; nil where there is nothing.
    init?(of path: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let type = attributes?[.type] as? FileAttributeType else {
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            self = .other
            return
        }
        switch type {
        case .typeRegular: self = .file
        case .typeDirectory: self = .directory
        default: self = .other
        }
    }

    /// The path without slashes at its end, a link followed to what it leads to.
    ///
    /// - Throws: `ExportError.target` for a link that leads nowhere.
    static func followed(_ path: String) throws -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard FileKind(of: path) == .other else { return path }
        guard FileManager.default.fileExists(atPath: path) else {
            throw ExportError.target(path: path, reason: "it is a link that leads nowhere")
        }
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        switch FileKind(of: target) {
        case .file, .directory: return target
        case .other, nil: return path
        }
    }
}
