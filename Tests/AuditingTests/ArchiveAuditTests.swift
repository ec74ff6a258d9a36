import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import Auditing
import TestSupport
import Testing

/// What an audit finds of a tape's bytes and seal, and of the registry and checkpoint beside it.
@Suite(.timeLimit(.minutes(3)))
struct ArchiveAuditTests {
    private static let root = String(repeating: "0", count: 64)

    private func seal(_ count: Int, _ root: String) -> String {
        #""type":"log_sealed","count":\#(count),"root":"\#(root)""#
    }

    private func withTape(_ body: (AuditedTape) async throws -> Void) async throws {
        try await withTemporaryDirectory { try await body(AuditedTape(directory: $0)) }
    }

    private func expect(
        _ report: AuditReport, _ check: AuditFinding.Check, _ what: String, seq: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let finding = report.findings.first { $0.check == check && $0.what == what }
        #expect(
            finding != nil, "\(report.lines.joined(separator: "\n"))",
            sourceLocation: sourceLocation)
        if let seq { #expect(finding?.location.seq == seq, sourceLocation: sourceLocation) }
    }

    // MARK: Seal

    @Test func aRecordBehindTheSealIsAFinding() async throws {
        try await withTape { tape in
            try await tape.write(isSealed: false)
            let root = try #require(try tape.audit().root).hex
            let bodies = AuditedTape.events.map(AuditedTape.body) + [seal(7, root)]
            for behind in [
                AuditedTape.body(.resumed(.init(remaining: 1, elapsed: 9))), seal(7, root),
                seal(8, root),
                #""type":"from_a_later_version""#,
            ] {
                try FileManager.default.removeItem(atPath: tape.path)
                try await tape.write(bodies, isSealed: false)
                #expect(try tape.audit().verdict == .sound)
                try FileManager.default.removeItem(atPath: tape.path)
                try await tape.write(bodies + [behind, behind], isSealed: false)
                let report = try tape.audit()
                expect(report, .seal, "order", seq: 8)
                #expect(report.findings.count { $0.what == "order" && $0.check == .seal } == 1)
            }
        }
    }

    @Test func aSealOfAnotherCountOrRootIsAFinding() async throws {
        try await withTape { tape in
            try await tape.write(isSealed: false)
            let root = try #require(try tape.audit().root).hex
            let bodies = AuditedTape.events.map(AuditedTape.body)
            for (statement, what) in [(seal(6, root), "count"), (seal(7, Self.root), "root")] {
                try FileManager.default.removeItem(atPath: tape.path)
                try await tape.write(bodies + [statement], isSealed: false)
                let report = try tape.audit()
                expect(report, .seal, what, seq: 7)
                #expect(report.findings.count == 1)
            }
        }
    }

    // MARK: Bytes

    @Test func damageIsAFindingAndWhatCanBeReadAroundItIsTold() async throws {
        try await withTape { tape in
            try await tape.write(isSealed: false)
            var blocks = try LogReader.open(tape.path).blocks()
            var offsets: [Int] = []
            while let block = try blocks.next() { offsets.append(block.offsetBytes) }
            try tape.damage(tape.path) { $0[offsets[2] + 30] ^= 0xff }
            let report = try tape.audit()
            expect(report, .container, "damage", seq: 2)
            #expect(report.findings.count == 1)
            #expect(report.findings.first?.location.byte == offsets[2])
            #expect(report.findings.first?.advice.hasPrefix("record 2 is lost") == true)
            #expect(report.readable == [0..<2, 3..<7] && report.root == nil)
        }
    }

    @Test func aTornTailIsNoFindingUnlessTheTapeWasSealed() async throws {
        try await withTape { tape in
            try await tape.write(isSealed: false)
            try tape.damage(tape.path) { $0.removeLast(10) }
            let open = try tape.audit()
            #expect(
                open.verdict == .open && open.notes.contains { $0.contains("never acknowledged") })
        }
        try await withTape { tape in
            try await tape.write()
            try tape.damage(tape.path) { $0.removeLast(40) }
            expect(try tape.audit(), .container, "end")
        }
    }

    @Test func bytesBehindTheEndAreAFinding() async throws {
        try await withTape { tape in
            try await tape.write()
            try tape.damage(tape.path) { $0 += [1, 2, 3, 4] }
            let report = try tape.audit()
            expect(report, .container, "damage")
            expect(report, .registry, "size")
        }
    }

    // MARK: Registry

    @Test(arguments: [
        (#""state":"completed""#, #""state":"cancelled""#, "state"),
        (#""total":3"#, #""total":4"#, "total"), (#""failed":1"#, #""failed":2"#, "failed"),
        (#""successful":2"#, #""successful":1"#, "successful"),
        (#""total_pnl":15.5"#, #""total_pnl":15.6"#, "total_pnl"),
        (#""count":7"#, #""count":8"#, "root"), (#""bytes":"#, #""bytes":1"#, "size"),
    ])
    func aRegistryThatSaysSomethingElseIsAFinding(
        _ text: String, _ other: String, _ what: String
    ) async throws {
        try await withTape { tape in
            try await tape.write()
            #expect(try tape.audit().verdict == .sound)
            try await tape.replaceInRegistry(text, with: other)
            let report = try tape.audit()
            expect(report, .registry, what)
            #expect(report.findings.count == 1)
        }
    }

    @Test func aTapePutBackToAnEarlierStateIsAFinding() async throws {
        try await withTape { tape in
            try await tape.write()
            try FileManager.default.removeItem(atPath: tape.path)
            try await tape.write(isSealed: false) { $0.removeLast(3) }
            expect(try tape.audit(), .registry, "root")
        }
    }

    @Test func aTapeThatIsGoneUnknownOrOfAnotherNameIsAFinding() async throws {
        try await withTape { tape in
            let other = "20261124-120000-00000002"
            try await tape.write()
            let bytes = try readFile(tape.path)
            try FileManager.default.removeItem(atPath: tape.path)
            try writeFile(bytes, to: tape.path(other))
            var reports: [AuditReport] = []
            try ArchiveAudit().audit(all: TapeArchive(variableDirectory: tape.directory)) {
                reports.append($0)
            }
            let gone = try #require(reports.first { $0.path == tape.path })
            expect(gone, .registry, "tape")
            let strange = try #require(reports.first { $0.path == tape.path(other) })
            expect(strange, .container, "name", seq: 0)
            expect(strange, .registry, "entry")
            #expect(reports.count == 3 && reports[0].isRegistry)
            #expect(reports[0].verdict == .sound)
        }
    }

    @Test func aDamagedRegistryIsAFindingOfItsOwn() async throws {
        try await withTape { tape in
            try await tape.write()
            try tape.damage(tape.registryPath) { $0[30] ^= 0xff }
            var reports: [AuditReport] = []
            try ArchiveAudit().audit(all: TapeArchive(variableDirectory: tape.directory)) {
                reports.append($0)
            }
            expect(try #require(reports.first { $0.isRegistry }), .container, "damage")
            let report = try #require(reports.first { !$0.isRegistry })
            #expect(report.notes.contains { $0.contains("registry beside it is damaged") })
        }
    }

    @Test func withoutARegistryAuditsSaySo() async throws {
        try await withTape { tape in
            try await tape.write()
            try FileManager.default.removeItem(atPath: tape.registryPath)
            #expect(try tape.audit().notes.contains { $0.hasPrefix("there is no registry") })
        }
    }

    // MARK: Checkpoint

    @Test func aCheckpointIsComparedAndItsSignatureChecked() async throws {
        try await withTape { tape in
            try await tape.write()
            let signer = try CheckpointSigner(
                name: "a.test", privateKey: [UInt8](repeating: 7, count: 32))
            let other = try CheckpointSigner(
                name: "a.test", privateKey: [UInt8](repeating: 8, count: 32))
            let verifier = signer.verifier
            let missing = try tape.audit(.init(verifier: verifier))
            #expect(missing.isIncomplete && missing.verdict == .sound)
            let seal = try #require(try LogReader.open(tape.path).seal())
            func audit(
                _ signer: CheckpointSigner, origin: String = "a.test/\(AuditedTape.job)",
                size: Int? = nil, isChecked: Bool = true
            ) throws -> AuditReport {
                try writeFile(
                    signer.sign(
                        Checkpoint(origin: origin, size: size ?? seal.count, root: seal.root)),
                    to: tape.path + ".checkpoint")
                return try tape.audit(.init(verifier: isChecked ? verifier : nil))
            }
            let sound = try audit(signer)
            #expect(sound.verdict == .sound && !sound.isIncomplete, "\(sound.lines)")
            #expect(sound.notes.contains("the checkpoint is signed by a.test"))
            expect(try audit(signer, size: 6), .checkpoint, "root")
            expect(try audit(other), .checkpoint, "note")
            expect(
                try audit(signer, origin: "a.test/20261124-120000-00000002"), .checkpoint, "note")
            let unchecked = try audit(other, isChecked: false)
            #expect(unchecked.verdict == .sound)
            #expect(unchecked.notes.contains { $0.contains("--key") })
        }
    }
}
