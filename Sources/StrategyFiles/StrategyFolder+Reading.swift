internal import ProgramFiles
internal import Storage
internal import StrategyText

extension StrategyFolder {
    /// Where the text of a strategy lies.
    func place(of name: String, in path: String) -> String {
        "\(path)/\(name)\(StrategyName.suffix)"
    }

    /// What the directory's files of strategies are called, without the suffix, sorted.
    func fileNames(in path: String) throws(FileError) -> [String] {
        let names: [String]
        do throws(FileError) {
            names = try fileSystem.names(inDirectory: path)
        } catch {
            guard error.isMissing else { throw error }
            return []
        }
        return names.filter { $0.hasSuffix(StrategyName.suffix) }
            .map { String($0.dropLast(StrategyName.suffix.count)) }
    }

    /// Reads a text, without waiting and without leaving the directory.
    func read(_ name: String, in path: String) -> Result<[UInt8], UnreadableStrategy> {
        do {
            let file = try open(name, in: path)
            return .success(try file.bytes(limitBytes: StrategyProgram.mostBytes))
        } catch let error as RegularFileError {
            return .failure(UnreadableStrategy(words: error.words))
        } catch let error as UnreadableStrategy {
            return .failure(error)
        } catch {
            return .failure(UnreadableStrategy(words: "cannot be read: \(error)"))
        }
    }

    /// Opens a strategy's file.
    ///
    /// - Throws: `RegularFileError` or `UnreadableStrategy`.
    func open(_ name: String, in path: String) throws -> RegularFile {
        let file = try RegularFile(place(of: name, in: path))
        guard file.isUnder(path) else {
            throw UnreadableStrategy(
                words: "is a link that leads out of the directory of strategies; copy the file "
                    + "there")
        }
        return file
    }
}

/// Why a strategy's file cannot be read, to be said after its name.
struct UnreadableStrategy: Error {
    let words: String
}
