import Backtesting
import Foundation
import StrategyText
import Synchronization
import TestSupport
import Testing

@testable import StrategyFiles

@Suite(.timeLimit(.minutes(1)))
struct StrategyWritingTests {
    /// What a writer is told, for tables.
    private func outcome(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "done"
        } catch let error as StrategyFolderError {
            switch error {
            case .notWritable: return "not writable"
            case .badName: return "bad name"
            case .builtInName: return "built-in"
            case .unknown: return "unknown"
            case .preconditionFailed: return "precondition"
            case .problems: return "problems"
            case .full: return "full"
            case .file: return "file"
            }
        } catch {
            return "\(error)"
        }
    }

    private func entries(of directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory)
    }

    @Test func theFirstPutMakesTheDirectory() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory + "/a/strategies", isWritable: true)
            let (file, isNew) = try folder.put(strategyText(), as: "mine")
            #expect(isNew && file == StrategyFile(name: "mine", text: strategyText()))
            #expect(try readFile(directory + "/a/strategies/mine.strategy") == strategyText())
            #expect(try !folder.put(strategyText(30), as: "mine").isNew)
            #expect(try folder.library().strategy("mine").program.text.contains("30"))
            #expect(try folder.file(named: "mine").text == strategyText(30))
        }
    }

    @Test(arguments: [
        "../mine", "a/b", "/etc/mine", "", ".", "..", ".mine", "Mine", "my idea", "mine.strategy",
        "m\u{fc}", "mine\n", "mine\0", String(repeating: "a", count: 65),
    ])
    func aNameThatCouldLeadAnywhereIsRefused(name: String) async throws {
        try await withTemporaryDirectory { outside in
            let directory = outside + "/strategies"
            let folder = StrategyFolder(path: directory, isWritable: true)
            _ = try folder.put(strategyText(), as: String(repeating: "a", count: 64))
            #expect(outcome { _ = try folder.put(strategyText(), as: name) } == "bad name")
            #expect(outcome { try folder.remove(name) } == "bad name")
            #expect(try entries(of: outside) == ["strategies"])
            #expect(try entries(of: directory).count == 1)
        }
    }

    @Test func aStrategyOfTheProgramIsNeitherReplacedNorRemoved() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            for name in ["rsi", "rsi_strategy", "bollinger_bands", "check"] {
                #expect(outcome { _ = try folder.put(strategyText(), as: name) } == "built-in")
                #expect(outcome { try folder.remove(name) } == "built-in")
            }
            let left = try entries(of: directory)
            #expect(left.isEmpty)
        }
    }

    /// A strategy of so many bytes.
    private func longText(_ count: Int) -> [UInt8] {
        let text = strategyText() + Array("//".utf8)
        return text + Array(repeating: UInt8(ascii: "a"), count: count - text.count - 1) + [0x0A]
    }

    @Test func aLongerTextTakesThePlaceOfAnotherWhereThereIsRoom() async throws {
        try await withTemporaryDirectory { directory in
            // All that is read, but for 64 bytes.
            let old = (StrategyFolder.mostBytes - 64) / 80
            #expect(80 * old + 64 == StrategyFolder.mostBytes)
            for place in 0..<80 {
                try writeFile(longText(old), to: "\(directory)/s\(place).strategy")
            }
            let folder = StrategyFolder(path: directory, isWritable: true)
            let put = { (count: Int, name: String) in
                outcome { _ = try folder.put(longText(count), as: name) }
            }
            #expect(put(old + 65, "s1") == "full")
            #expect(try readFile(directory + "/s1.strategy").count == old)
            #expect(put(old + 64, "s1") == "done")
            #expect(put(old + 1, "s2") == "full")
            #expect(put(old, "s2") == "done")
            #expect(folder.library().broken.isEmpty)
            // What is too much already may become less.
            try writeFile(longText(1_000), to: directory + "/more.strategy")
            #expect(put(999, "more") == "done")
            #expect(put(1_000, "more") == "full")
        }
    }

    @Test func aTextTakesThePlaceOfAnotherAmongAsManyAsMayBe() async throws {
        try await withTemporaryDirectory { directory in
            for place in 0..<StrategyFolder.mostFiles {
                try writeFile(strategyText(), to: "\(directory)/s\(place).strategy")
            }
            let folder = StrategyFolder(path: directory, isWritable: true)
            #expect(outcome { _ = try folder.put(strategyText(300), as: "s7") } == "done")
            #expect(outcome { _ = try folder.put(strategyText(300), as: "more") } == "full")
        }
    }

    @Test func aTextWithMistakesIsNotWritten() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            #expect(outcome { _ = try folder.put(Array("x".utf8), as: "mine") } == "problems")
            let large = strategyText() + Array(repeating: 0x0A, count: 65_536)
            #expect(outcome { _ = try folder.put(large, as: "mine") } == "problems")
            let left = try entries(of: directory)
            #expect(left.isEmpty)
        }
    }

    @Test func whereOnlyReadingIsAllowedNothingIsWritten() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/mine.strategy"
            try writeFile(strategyText(), to: path)
            let folder = StrategyFolder(path: directory)
            #expect(outcome { _ = try folder.put(strategyText(30), as: "mine") } == "not writable")
            #expect(outcome { try folder.remove("mine") } == "not writable")
            #expect(try readFile(path) == strategyText())
        }
    }

    @Test(arguments: [
        ("any", false, "done"), ("any", true, "done"), ("absent", false, "done"),
        ("absent", true, "precondition"), ("present", false, "precondition"),
        ("present", true, "done"), ("this", false, "precondition"), ("this", true, "done"),
        ("another", true, "precondition"), ("none of none", true, "precondition"),
    ])
    func aPutIsHeldToItsPrecondition(
        _ kind: String, isThere: Bool, expected: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            if isThere { _ = try folder.put(strategyText(), as: "mine") }
            let digest = StrategyFile(name: "mine", text: strategyText()).digest
            let condition: StrategyFolder.Precondition =
                switch kind {
                case "any": .any
                case "absent": .absent
                case "present": .present
                case "this": .digest(["0", digest])
                case "another": .digest(["0"])
                default: .digest([])
                }
            let result = outcome {
                _ = try folder.put(strategyText(30), as: "mine", if: condition)
            }
            #expect(result == expected)
            let text = try? readFile(directory + "/mine.strategy")
            #expect(
                text == (expected == "done" ? strategyText(30) : isThere ? strategyText() : nil))
            guard isThere, expected != "done" || kind == "present" else { return }
            let now: StrategyFolder.Precondition = kind == "present" ? .present : condition
            #expect(outcome { try folder.remove("mine", if: now) } == expected)
        }
    }

    @Test func whatIsRemovedIsGoneAndThenUnknown() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            _ = try folder.put(strategyText(), as: "mine")
            try folder.remove("mine")
            #expect(try entries(of: directory) == [])
            #expect(outcome { try folder.remove("mine") } == "unknown")
            #expect(outcome { try folder.remove("mine", if: .digest(["0"])) } == "unknown")
        }
    }

    @Test(arguments: ["link", "pipe", "dangling link"])
    func whatStandsInThePlaceIsReplacedAndNotFollowed(kind: String) async throws {
        try await withTemporaryDirectory { outside in
            let directory = outside + "/strategies"
            let path = directory + "/mine.strategy"
            let target = outside + "/precious.strategy"
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: false)
            if kind == "pipe" {
                try await OddFiles.makePipe(path)
            } else {
                if kind == "link" { try writeFile(strategyText(50), to: target) }
                try FileManager.default.createSymbolicLink(
                    atPath: path, withDestinationPath: target)
            }
            let folder = StrategyFolder(path: directory, isWritable: true)
            #expect(
                outcome {
                    _ = try folder.put(strategyText(30), as: "mine", if: .digest(["0"]))
                } == "precondition")
            _ = try folder.put(strategyText(30), as: "mine")
            #expect(try folder.file(named: "mine").text == strategyText(30))
            #expect((try? readFile(target)) == (kind == "link" ? strategyText(50) : nil))
            try folder.remove("mine")
            #expect(FileManager.default.fileExists(atPath: target) == (kind == "link"))
        }
    }

    @Test func aFileKeepsWhoMayReadIt() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            _ = try folder.put(strategyText(), as: "mine")
            let path = directory + "/mine.strategy"
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            _ = try folder.put(strategyText(30), as: "mine")
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            #expect(facts[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func aPutIsDurableBeforeItsNameStandsForIt() async throws {
        try await withTemporaryDirectory { directory in
            let disk = RecordingFileSystem()
            let folder = StrategyFolder(path: directory, isWritable: true, fileSystem: disk)
            _ = try folder.put(strategyText(), as: "mine")
            #expect(
                disk.calls == ["create", "write", "synchronize", "rename", "synchronizeDirectory"])
            try folder.remove("mine")
            #expect(disk.calls.suffix(2) == ["remove", "synchronizeDirectory"])
        }
    }

    @Test(arguments: 0..<5)
    func aDiskThatFailsLeavesTheOldTextOrTheNewAndNoDraft(call: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/mine.strategy"
            try writeFile(strategyText(), to: path)
            let disk = RecordingFileSystem(failingAt: call)
            let folder = StrategyFolder(path: directory, isWritable: true, fileSystem: disk)
            do {
                _ = try folder.put(strategyText(30), as: "mine")
                Issue.record("the disk has failed")
            } catch {
                #expect("\(error)".hasPrefix("the strategy 'mine' cannot be written: "))
                #expect(!"\(error)".contains(directory))
            }
            #expect(try readFile(path) == (call < 4 ? strategyText() : strategyText(30)))
            #expect(
                try entries(of: directory) == ["mine.strategy"])
        }
    }

    @Test(arguments: ["absent", "digest"])
    func ofManyWhoWriteAtOnceUnderOneConditionOneDoes(kind: String) async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            let isAbsent = kind == "absent"
            if !isAbsent { _ = try folder.put(strategyText(), as: "mine") }
            let digest = StrategyFile(name: "mine", text: strategyText()).digest
            let done = Mutex<[Int]>([])
            DispatchQueue.concurrentPerform(iterations: 16) { number in
                let result = outcome {
                    _ = try folder.put(
                        strategyText(100 + number), as: "mine",
                        if: isAbsent ? .absent : .digest([digest]))
                }
                if result == "done" {
                    done.withLock { $0.append(number) }
                } else {
                    #expect(result == "precondition")
                }
            }
            let winners = done.withLock { $0 }
            #expect(winners.count == 1)
            #expect(try folder.file(named: "mine").text == strategyText(100 + (winners.first ?? 0)))
        }
    }

    @Test func whoeverReadsMeanwhileSeesAWholeText() async throws {
        try await withTemporaryDirectory { directory in
            let folder = StrategyFolder(path: directory, isWritable: true)
            _ = try folder.put(strategyText(100), as: "mine")
            let texts = Set((100..<200).map { strategyText($0) })
            DispatchQueue.concurrentPerform(iterations: 4) { worker in
                for number in 100..<150 {
                    if worker == 0 {
                        _ = try? folder.put(strategyText(number), as: "mine")
                    } else {
                        let library = folder.library()
                        #expect(library.broken.isEmpty)
                        #expect(
                            (try? folder.file(named: "mine")).map { texts.contains($0.text) }
                                == true)
                    }
                }
            }
        }
    }
}
