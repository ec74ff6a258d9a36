import EventLog
import Foundation
import Tapes
import Auditing
import TestSupport
import Testing

/// A tape with a damage of each kind gives the finding of that kind, at its place.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct DamageTests {
    /// A change of the bytes of a sealed tape, given where its members start.
    struct Damage: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout [UInt8], [Int]) -> Void
        /// What the first finding must say.
        let check: AuditFinding.Check
        let member: Int?
        let words: String

        var testDescription: String { name }
    }

    static let damages: [Damage] = [
        Damage(
            name: "a bit of the data flipped",
            change: { bytes, members in bytes[members[1] + 500] ^= 4 }, check: .container,
            member: 1, words: ""),
        Damage(
            name: "a checksum changed",
            change: { bytes, members in bytes[members[2] - 8] ^= 1 }, check: .container,
            member: 1, words: "checksum"),
        Damage(
            name: "a length changed",
            change: { bytes, members in bytes[members[2] - 4] ^= 1 }, check: .container,
            member: 1, words: "bytes"),
        Damage(
            name: "a byte of a header changed",
            change: { bytes, members in bytes[members[1] + 5] = 1 }, check: .container,
            member: 1, words: "BGZF header"),
        Damage(
            name: "a size changed",
            change: { bytes, members in bytes[members[1] + 16] &+= 1 }, check: .container,
            member: 1, words: ""),
        Damage(
            name: "a member zeroed",
            change: { bytes, members in
                for index in members[1]..<members[2] { bytes[index] = 0 }
            }, check: .container, member: 1, words: "bytes 0 0 0 0"),
        Damage(
            name: "a member removed",
            change: { bytes, members in bytes.removeSubrange(members[1]..<members[2]) },
            check: .container, member: 1, words: "seq"),
        Damage(
            name: "two members swapped",
            change: { bytes, members in
                bytes =
                    Array(bytes[..<members[1]]) + Array(bytes[members[2]..<members[3]])
                    + Array(bytes[members[1]..<members[2]]) + Array(bytes[members[3]...])
            }, check: .container, member: 1, words: "seq"),
        Damage(
            name: "a member repeated",
            change: { bytes, members in
                bytes.insert(contentsOf: Array(bytes[members[0]..<members[1]]), at: members[1])
            }, check: .container, member: 1, words: "seq 0"),
        Damage(
            name: "bytes behind the end",
            change: { bytes, _ in bytes += Array("more".utf8) }, check: .container,
            member: nil, words: "4 more bytes"),
        Damage(
            name: "the end cut off",
            change: { bytes, members in bytes.removeSubrange((members[2] + 700)...) },
            check: .container, member: nil, words: "cut off"),
        Damage(
            name: "the end-of-file member gone",
            change: { bytes, _ in bytes.removeLast(28) }, check: .registry, member: nil,
            words: "bytes"),
        Damage(
            name: "put back to an earlier state",
            change: { bytes, members in bytes.removeSubrange(members[1]...) }, check: .registry,
            member: nil, words: "no seal"),
    ]

    @Test(arguments: damages)
    func aDamagedTapeGivesItsFinding(_ damage: Damage) async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            let sound = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            #expect(sound.verdict == .sound, "\(sound.lines)")
            try #require(sound.members >= 4)
            try forge.damage(LongScan.job) { bytes in
                damage.change(&bytes, LongScan.members(of: bytes))
            }
            let report = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            let finding = try #require(report.findings.first, "\(report.lines)")
            #expect(finding.check == damage.check, "\(finding)")
            if let member = damage.member { #expect(finding.location.member == member) }
            let words = finding.found + finding.expected
            #expect(damage.words.isEmpty || words.contains(damage.words), "\(finding.lines)")
            #expect(!finding.advice.isEmpty)
        }
    }

    @Test func whatCanBeReadBehindTheDamageIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            var blocks = try LogReader.open(forge.path(LongScan.job)).blocks()
            _ = try blocks.next()
            let lost = try #require(try blocks.next())
            try forge.damage(LongScan.job) { bytes in bytes[lost.offsetBytes + 400] ^= 1 }
            let report = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            let finding = try #require(report.findings.first)
            #expect(
                finding.location == .init(member: 1, byte: lost.offsetBytes, seq: lost.firstSeq))
            #expect(report.readable == [0..<lost.firstSeq, lost.endSeq..<405])
            #expect(
                finding.advice.contains("records \(lost.firstSeq) to \(lost.endSeq - 1) are lost"))
            #expect(report.root == nil)
        }
    }

    @Test func twoBadPlacesAreTwoFindings() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 800), job: LongScan.job, batch: 100)
            try forge.damage(LongScan.job) { bytes in
                let members = LongScan.members(of: bytes)
                bytes[members[1] + 300] ^= 1
                bytes[members[3] + 300] ^= 1
            }
            let report = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            #expect(report.findings.filter { $0.check == .container }.count == 2)
            #expect(report.readable.count == 3)
        }
    }

    @Test func aTornTailOfAnUnsealedTapeIsNoFinding() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished, isSealed: false) { $0.removeLast(2) }
            let whole = try ArchiveAudit().audit(tape: forge.path(Tapes.finished))
            #expect(whole.verdict == .open && whole.state == "unfinished", "\(whole.lines)")
            for cut in [1, 10, 40] {
                try forge.damage(Tapes.finished) { $0.removeLast(cut) }
                let report = try ArchiveAudit().audit(tape: forge.path(Tapes.finished))
                #expect(report.verdict == .open, "\(report.lines)")
                #expect(report.notes.contains { $0.contains("never acknowledged") })
            }
        }
    }

    @Test func tapesThatAreGoneExchangedOrStrangeAreTold() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            try await forge.copy(Tapes.varied)
            try await forge.copy(Tapes.resumed)
            let files = FileManager.default
            try files.removeItem(atPath: forge.path(Tapes.varied))
            try files.removeItem(atPath: forge.path(Tapes.resumed))
            try files.copyItem(
                atPath: forge.path(Tapes.finished), toPath: forge.path(Tapes.resumed))
            try files.copyItem(
                atPath: forge.path(Tapes.finished), toPath: forge.path("20200101-000000-00000000"))
            var reports: [String: AuditReport] = [:]
            try ArchiveAudit().audit(all: TapeArchive(variableDirectory: directory)) { report in
                reports[report.path] = report
            }
            let gone = try #require(reports[forge.path(Tapes.varied)]?.findings.first)
            #expect(gone.check == .registry && gone.found == "none")
            let exchanged = try #require(reports[forge.path(Tapes.resumed)])
            #expect(exchanged.findings.map(\.what).starts(with: ["name", "root"]))
            let strange = try #require(reports[forge.path("20200101-000000-00000000")])
            #expect(strange.findings.contains { $0.what == "entry" })
            #expect(reports[forge.path(Tapes.finished)]?.verdict == .sound)
        }
    }

    @Test func aDamagedRegistryIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            let path = directory + "/scans/registry.ndjson.gz"
            var bytes = try readFile(path)
            bytes[30] ^= 1
            try writeFile(bytes, to: path)
            let program = Program.product("tapedeck-replay")
            let outcome = try await program.run(["audit", "--var", directory])
            #expect(outcome.status == 1)
            #expect(outcome.text.contains("registry.ndjson.gz: 1 finding"), "\(outcome.text)")
            #expect(outcome.text.contains("the registry beside it is damaged"))
        }
    }

    @Test(arguments: [
        ("another root", "checkpoint: root"), ("another text", "checkpoint: note"),
        ("another key", "checkpoint: note"), ("no checkpoint", "there is no checkpoint"),
    ])
    func aCheckpointThatDoesNotFitIsTold(_ name: String, _ words: String) async throws {
        try await withTemporaryDirectory { directory in
            let files = FileManager.default
            try files.copyItem(atPath: Tapes.directory + "/scans", toPath: directory + "/scans")
            let path = "\(directory)/scans/\(Tapes.finished).ndjson.gz.checkpoint"
            var key = Tapes.key
            switch name {
            case "another root":
                let other = try CheckpointSigner(
                    name: "tapedeck.example", privateKey: (0..<32).map { UInt8($0) })
                let note = other.sign(
                    try Checkpoint(
                        origin: "tapedeck.example/\(Tapes.finished)", size: 10, root: .emptyRoot))
                try writeFile(note, to: path)
            case "another text":
                var bytes = try readFile(path)
                bytes[60] = bytes[60] == 0x41 ? 0x42 : 0x41
                try writeFile(bytes, to: path)
            case "no checkpoint": try files.removeItem(atPath: path)
            default:
                key =
                    try CheckpointSigner(
                        name: "tapedeck.example", privateKey: Array(repeating: 9, count: 32)
                    ).verifier.key
            }
            let outcome = try await Program.product("tapedeck-replay").run([
                "audit", Tapes.finished, "--key", key, "--var", directory,
            ])
            #expect(outcome.text.contains(words), "\(outcome.text)")
            #expect(outcome.status == (name == "no checkpoint" ? 2 : 1))
        }
    }

    @Test func aRepairedTapeHoldsTheSoundPartAndTheOldOneStays() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            let lines = try Forge.bodies(of: forge.path(LongScan.job))
            try forge.damage(LongScan.job) { bytes in
                bytes[LongScan.members(of: bytes)[1] + 300] ^= 1
            }
            let damaged = try readFile(forge.path(LongScan.job))
            let (target, rest) = (directory + "/new.ndjson.gz", directory + "/rest.ndjson")
            let arguments = [
                "repair", LongScan.job, "--var", directory, "--output", target, "--rest", rest,
            ]
            let program = Program.product("tapedeck-replay")
            let outcome = try await program.run(arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("Left out:"))
            #expect(try readFile(forge.path(LongScan.job)) == damaged)
            let sound = try Forge.bodies(of: target)
            #expect(!sound.isEmpty && sound == Array(lines.prefix(sound.count)))
            let saved = String(decoding: try readFile(rest), as: UTF8.self).split(separator: "\n")
            let report = try ArchiveAudit().audit(tape: forge.path(LongScan.job))
            #expect(saved.count == report.readable.dropFirst().reduce(0) { $0 + $1.count })
            #expect(try ArchiveAudit().audit(tape: target).verdict == .open)
            let again = try await program.run(arguments)
            #expect(again.status == 2, "what exists is never written over")
        }
    }
}
