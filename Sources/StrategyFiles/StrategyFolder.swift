package import Backtesting
internal import ProgramFiles
package import Storage
internal import StrategyText
internal import Synchronization

/// The strategies that there are: the program's, and those in a directory as they are now.
///
/// Each look reads the directory anew, or the one file that is asked for by its name; a text is
/// checked once for as long as it stays the same. Calls block, and may come from any thread.
package final class StrategyFolder: Sendable {
    /// The most files that are read.
    package static let mostFiles = 1_000
    /// The most bytes that are read of all files together.
    package static let mostBytes = 4 * 1024 * 1024
    /// The strategies of the program alone.
    package static let builtIn = StrategyFolder(path: nil)

    /// Whether users may write into it.
    package let isWritable: Bool
    /// The directory; nil where there is none.
    let path: String?
    /// What the directory is on.
    let fileSystem: any FileSystem
    /// Held by who writes, so that nobody writes between a look and what follows from it.
    let writing = Mutex(())
    /// What came of the texts that were there at the last look.
    private let checked = Mutex<[String: CheckedText]>([:])

    /// The strategies of the program, and those in the directory at `path`.
    ///
    /// - Parameters:
    ///   - path: the directory, nil for none; one that is missing is empty, and made by the first
    ///     `put`.
    ///   - isWritable: whether users may write into it.
    ///   - fileSystem: what it is on.
    package init(
        path: String?, isWritable: Bool = false, fileSystem: any FileSystem = PosixFileSystem()
    ) {
        self.path = path
        self.isWritable = isWritable && path != nil
        self.fileSystem = fileSystem
    }

    /// All strategies, those of the program first, then the files by name; what cannot be used is
    /// among the broken ones.
    ///
    /// Where the directory itself cannot be read, that is told of one named `*`.
    package func library() -> StrategyLibrary {
        guard let path else { return .builtIn }
        let names: [String]
        do throws(FileError) {
            names = try fileNames(in: path)
        } catch {
            let problem = StrategyProblem(
                ofFile: "the directory of strategies cannot be read: \(error.words)")
            return StrategyLibrary(
                StrategyLibrary.builtIn.strategies,
                broken: [BrokenStrategy(name: "*", text: nil, problems: [problem])])
        }
        let before = checked.withLock { $0 }
        var look = FolderLook(before: before)
        for name in names {
            guard look.files < Self.mostFiles, look.bytes < Self.mostBytes else {
                look.leaveOut(name, of: names.count)
                break
            }
            look.add(name, StrategyName.isWellFormed(name) ? read(name, in: path) : nil)
        }
        checked.withLock { $0 = look.checked }
        return StrategyLibrary(
            StrategyLibrary.builtIn.strategies + look.strategies, broken: look.broken)
    }

    /// The strategies among which one of that name is looked for: the program's, or those of its
    /// spellings in the directory, which is not listed for them; all, where there is none of it.
    package func library(for name: String) -> StrategyLibrary {
        named(name) ?? library()
    }

    /// The same; nil where there is none of that name.
    private func named(_ name: String) -> StrategyLibrary? {
        if StrategyName.isBuiltIn(name) { return .builtIn }
        guard let path else { return nil }
        var look = FolderLook(before: checked.withLock { $0 })
        for spelling in StrategyName.spellings(name) {
            guard fileSystem.exists(place(of: spelling, in: path)) else { continue }
            look.add(spelling, read(spelling, in: path))
        }
        guard look.files > 0 else { return nil }
        return StrategyLibrary(look.strategies, broken: look.broken)
    }

    /// The text of a strategy, one of the program's or one of the directory.
    ///
    /// - Throws: `unknown`, or `file` where there is one that cannot be read.
    package func file(named name: String) throws(StrategyFolderError) -> StrategyFile {
        for spelling in StrategyName.spellings(name) {
            if let strategy = StrategyLibrary.builtIn.strategies.first(where: {
                $0.declaration.name == spelling
            }) {
                return StrategyFile(name: spelling, text: Array(strategy.program.text.utf8))
            }
            guard let path, fileSystem.exists(place(of: spelling, in: path)) else { continue }
            switch read(spelling, in: path) {
            case .success(let bytes): return StrategyFile(name: spelling, text: bytes)
            case .failure(let error): throw .file(name: spelling, reason: error.words)
            }
        }
        throw .unknown(name)
    }
}

extension StrategyFolder: StrategyProvider {
    package func strategy(_ name: String) throws(BacktestError) -> NamedStrategy {
        try library(for: name).strategy(name)
    }

    package func text(of name: String) -> String? {
        named(name)?.text(of: name)
    }
}
