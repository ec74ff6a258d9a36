internal import Foundation

/// The files that come with the program, in folders beside its executable.
package enum ProgramResources {
    /// The file or folder `name` among those of a module.
    ///
    /// Links to the executable are followed. A program whose folder is missing is told so here,
    /// where the package manager's own search would end the process.
    ///
    /// - Throws: `ProgramResourceError` where it is not there.
    package static func path(
        of name: String, ofModule module: String
    ) throws(ProgramResourceError) -> String {
        let folder = "tapedeck_\(module).resources"
        let path = "\(directory)/\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw ProgramResourceError(name: name, folder: folder)
        }
        return path
    }

    /// Where the executable lies, every link resolved.
    private static let directory: String = {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let named = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
        let path = link ?? named.resolvingSymlinksInPath().path
        return URL(fileURLWithPath: path).deletingLastPathComponent().path
    }()
}

/// A file that comes with the program is not there.
package struct ProgramResourceError: Error, CustomStringConvertible {
    let name: String
    let folder: String

    /// What is missing, and what to do; it names no place of the machine.
    package var description: String {
        "the program's own file \(name) is missing: the folder \(folder) that it comes in must "
            + "lie beside the executable"
    }
}
