import Backtesting
import Foundation
import StrategyText
import TestSupport
import Testing

@testable import StrategyFiles

@Suite(.timeLimit(.minutes(1)))
struct StrategyFolderTests {
    private let builtInNames = StrategyLibrary.builtIn.declarations.map(\.name)

    private func put(_ text: [UInt8], _ file: String, in directory: String) throws {
        try writeFile(text, to: "\(directory)/\(file)")
    }

    /// The names of the strategies behind those of the program.
    private func names(_ library: StrategyLibrary) -> [String] {
        let names = library.declarations.map(\.name)
        #expect(Array(names.prefix(builtInNames.count)) == builtInNames)
        return Array(names.dropFirst(builtInNames.count))
    }

    @Test func withoutADirectoryThereAreTheProgramsOwn() throws {
        let library = StrategyFolder.builtIn.library()
        #expect(names(library).isEmpty && library.broken.isEmpty)
        #expect(!StrategyFolder.builtIn.isWritable)
        #expect(!StrategyFolder(path: nil, isWritable: true).isWritable)
    }

    @Test func aDirectoryThatIsMissingIsEmpty() {
        let library = StrategyFolder(path: "/nowhere/strategies").library()
        #expect(names(library).isEmpty && library.broken.isEmpty)
    }

    @Test func filesStandBehindTheProgramsOwnByName() async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), "zebra.strategy", in: directory)
            try put(strategyText(), "ape_2.strategy", in: directory)
            try put(strategyText(), "notes.txt", in: directory)
            try put(strategyText(), ".draft.new", in: directory)
            let library = StrategyFolder(path: directory).library()
            #expect(names(library) == ["ape_2", "zebra"] && library.broken.isEmpty)
        }
    }

    @Test func anEditThatKeepsSizeAndNameIsSeenAtTheNextLook() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory)
            for length in [20, 30, 20] {
                try put(strategyText(length), "mine.strategy", in: directory)
                let strategy = try folder.library().strategy("mine")
                #expect(Array(strategy.program.text.utf8) == strategyText(length))
            }
            try FileManager.default.removeItem(atPath: directory + "/mine.strategy")
            #expect(names(folder.library()).isEmpty)
        }
    }

    @Test(arguments: [
        ("pipe", "this file is not a regular file, but a pipe"),
        ("directory", "this file is not a regular file, but a directory"),
        (
            "link out",
            "this file is a link that leads out of the directory of strategies; copy the file there"
        ),
        ("link to nothing", "this file does not exist"),
        ("large", "this file has 65537 bytes; the limit is 65536"),
    ])
    func whatCannotBeReadIsBroken(kind: String, words: String) async throws {
        try await withTemporaryDirectory { outside in
            let directory = outside + "/strategies"
            let path = directory + "/odd.strategy"
            let files = FileManager.default
            try files.createDirectory(atPath: directory, withIntermediateDirectories: false)
            switch kind {
            case "pipe": try await OddFiles.makePipe(path)
            case "directory":
                try files.createDirectory(atPath: path, withIntermediateDirectories: false)
            case "large": try writeFile(Array(repeating: 0x20, count: 65_537), to: path)
            default:
                let target = outside + "/secret"
                if kind == "link out" { try writeFile(Array("hunter2".utf8), to: target) }
                try files.createSymbolicLink(atPath: path, withDestinationPath: target)
            }
            let folder = StrategyFolder(path: directory)
            let broken = try #require(folder.library().broken.first)
            #expect(broken.name == "odd" && broken.text == nil)
            #expect(
                broken.problems.map { $0.rendered(file: "odd.strategy") }
                    == ["odd.strategy: file: \(words)"])
            #expect(throws: StrategyFolderError.self) { try folder.file(named: "odd") }
        }
    }

    @Test func aLinkThatStaysInTheDirectoryIsRead() async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), "one.strategy", in: directory)
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/two.strategy", withDestinationPath: "one.strategy")
            #expect(names(StrategyFolder(path: directory).library()) == ["one", "two"])
        }
    }

    @Test(arguments: [
        (Array("strategy \"\u{e9}\"\n".unicodeScalars.map { UInt8($0.value) }), "encoding", 1),
        (Array("strategy \"x\" language 1\nenter long when clsoe > 1\n".utf8), "unknown_name", 2),
        ([], "first_line", 1),
    ])
    func aTextWithAMistakeIsBrokenWithItsPlace(
        text: [UInt8], code: String, line: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            try put(text, "mine.strategy", in: directory)
            let folder = StrategyFolder(path: directory)
            let broken = try #require(folder.library().broken.first)
            #expect(broken.name == "mine" && broken.text == text)
            #expect(broken.problems.first?.code.rawValue == code)
            #expect(broken.problems.first?.line == line)
            #expect(try folder.file(named: "mine").text == text)
            #expect(throws: BacktestError.self) { try folder.library().strategy("mine") }
        }
    }

    @Test(arguments: [
        ("My idea", "'My idea' is no name of a strategy"), ("", "'' is no name of a strategy"),
        (".hidden", "'.hidden' is no name"), ("a.b", "'a.b' is no name"),
        (String(repeating: "a", count: 65), "1 to 64 small letters"),
        ("rsi", "'rsi' is taken by the program"),
        ("rsi_strategy", "'rsi_strategy' is taken by the program"),
    ])
    func aFileWithABadNameIsBroken(name: String, words: String) async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), name + ".strategy", in: directory)
            let library = StrategyFolder(path: directory).library()
            #expect(names(library).isEmpty)
            #expect(library.broken.map(\.name) == [name])
            #expect(library.broken.first?.problems.first?.message.contains(words) == true)
            #expect(try library.strategy("rsi").program.title == "Relative Strength Index")
        }
    }

    @Test func aStrategysLongNameIsItsNameUnlessThereIsOneOfThat() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory)
            try put(strategyText(20), "mine.strategy", in: directory)
            #expect(try folder.file(named: "mine_strategy").name == "mine")
            try put(strategyText(30), "mine_strategy.strategy", in: directory)
            #expect(try folder.file(named: "mine_strategy").text == strategyText(30))
            #expect(
                try folder.library().strategy("mine_strategy").declaration.name == "mine_strategy")
            #expect(try folder.library().strategy("mine").declaration.name == "mine")
            #expect(try folder.file(named: "rsi_strategy").name == "rsi")
        }
    }

    @Test(arguments: ["nothing", "../secret", "/etc/passwd", "", "rsi.strategy"])
    func aNameThatThereIsNotIsUnknown(name: String) async throws {
        try await withTemporaryDirectory { outside in
            try put(strategyText(), "secret.strategy", in: outside)
            let folder = StrategyFolder(path: outside + "/strategies", isWritable: true)
            _ = try folder.put(strategyText(), as: "mine")
            do {
                _ = try folder.file(named: name)
                Issue.record("there is none")
            } catch {
                #expect("\(error)" == "there is no strategy '\(name)'")
            }
        }
    }

    @Test func moreFilesThanAreReadAreTold() async throws {
        try await withTemporaryDirectory { directory in
            for number in 0...StrategyFolder.mostFiles {
                try put(strategyText(), "s\(10_000 + number).strategy", in: directory)
            }
            let library = StrategyFolder(path: directory).library()
            #expect(names(library).count == 1_000)
            #expect(library.broken.map(\.name) == ["s11000"])
            #expect(
                library.broken.first?.problems.first?.message
                    == "this file and those behind it are left out; of 1001 files, 1000 are read: "
                    + "at most 1000, with 4 MiB together")
        }
    }

    @Test func moreTextThanIsReadIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let comment = Array("// \(String(repeating: "a", count: 65_000))\n".utf8)
            for number in 0..<70 {
                try put(strategyText() + comment, "s\(100 + number).strategy", in: directory)
            }
            let folder = StrategyFolder(path: directory, isWritable: true)
            #expect(names(folder.library()).count == 65)
            #expect(folder.library().broken.map(\.name) == ["s165"])
            do {
                _ = try folder.put(strategyText(), as: "more")
                Issue.record("there is no room")
            } catch {
                #expect("\(error)".contains("at most 1000 files with 4 MiB together"))
            }
        }
    }

    @Test func aDirectoryThatIsNoneIsToldAsBroken() async throws {
        try await withTemporaryDirectory { directory in
            try put(strategyText(), "file", in: directory)
            let library = StrategyFolder(path: directory + "/file").library()
            #expect(names(library).isEmpty)
            #expect(library.broken.map(\.name) == ["*"])
            #expect(
                library.broken.first?.problems.first?.message
                    == "the directory of strategies cannot be read: opendir failed: Not a directory"
            )
        }
    }
}
