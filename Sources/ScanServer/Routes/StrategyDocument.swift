internal import StreamServer
internal import Backtesting
internal import HTTPTypes
internal import JSONText
internal import ScanEvents
internal import StrategyFiles
internal import StrategyText

/// What clients are told of one strategy: what a form for it needs, its text, or what is wrong
/// with that.
struct StrategyDocument {
    /// The digest of the text; nil where it cannot be read.
    let digest: String?
    /// All of it as one JSON object.
    let json: [UInt8]

    /// Looks a strategy up; blocks on the folder.
    ///
    /// - Throws: `Problem`, 404 where there is none.
    init(of name: String, in folder: StrategyFolder) throws {
        let library = folder.library(for: name)
        do throws(BacktestError) {
            let strategy = try library.strategy(name)
            let file = StrategyFile(strategy)
            digest = file.digest
            json = JSONWriter.object { json in
                json.members(of: strategy, file)
                json.member("text", strategy.program.text)
            }
        } catch {
            guard case .brokenStrategy(let name, _) = error,
                let broken = library.broken.first(where: { $0.name == name })
            else { throw Problem(status: .notFound, detail: "\(error)".cut(toBytes: 2_000)) }
            let file = broken.text.map { StrategyFile(name: name, text: $0) }
            digest = file?.digest
            json = JSONWriter.object { json in
                json.members(of: broken, file)
                json.member("origin", StrategyOrigin.file.rawValue)
                // An editor that keeps what it was given must not keep another text.
                json.nullableMember(
                    "text", file.flatMap { String(validating: $0.text, as: UTF8.self) })
            }
        }
    }

    /// All strategies, and the files that hold none; blocks on the folder.
    static func list(of folder: StrategyFolder) -> [UInt8] {
        let library = folder.library()
        return JSONWriter.object { json in
            json.name("strategies")
            json.array(library.strategies) { json, strategy in
                json.object { $0.members(of: strategy, StrategyFile(strategy)) }
            }
            json.name("broken")
            json.array(library.broken) { json, broken in
                let file = broken.text.map { StrategyFile(name: broken.name, text: $0) }
                json.object { $0.members(of: broken, file) }
            }
            json.member("writable", folder.isWritable)
        }
    }
}

/// Where a strategy comes from.
private enum StrategyOrigin: String {
    case builtIn = "built_in"
    case file

    /// Where the one of that name comes from; no file has the name of one of the program.
    init(of name: String) {
        self = StrategyName.isBuiltIn(name) ? .builtIn : .file
    }
}

extension StrategyFile {
    /// The text of a strategy.
    fileprivate init(_ strategy: NamedStrategy) {
        self.init(name: strategy.declaration.name, text: Array(strategy.program.text.utf8))
    }
}

extension JSONWriter {
    /// Writes what a form for a strategy needs.
    fileprivate mutating func members(of strategy: NamedStrategy, _ file: StrategyFile) {
        let declaration = strategy.declaration
        member("name", declaration.name)
        member("title", declaration.title)
        member("summary", declaration.summary)
        member("rules", declaration.rules)
        member("parameters", declaration.parameters)
        member("origin", StrategyOrigin(of: declaration.name).rawValue)
        member("sha256", file.digest)
    }

    /// Writes what is wrong with a file.
    fileprivate mutating func members(of broken: BrokenStrategy, _ file: StrategyFile?) {
        member("name", broken.name)
        nullableMember("sha256", file?.digest)
        member("problems", broken.problems)
    }
}
