internal import Tapes
internal import EventLog
internal import JSONText
internal import Projections
internal import ScanEvents
internal import Storage
internal import Synchronization

/// Reads a whole tape and checks everything that can be checked without its prices.
///
/// It only reads, needs no lock, and looks at the bytes that the file has when it begins, so a
/// tape that is being recorded may be audited. Memory does not depend on the tape's length.
struct TapeAudit {
    /// The tape.
    let path: String
    /// The disk.
    let fileSystem: any FileSystem

    private var report: AuditReport
    private var fold = FoldCheck()
    private var hasher: MerkleTreeHasher? = MerkleTreeHasher()
    private var seal: LogSeal?
    private var unknown: [String: (count: Int, firstSeq: Int)] = [:]
    private var isSealLast = true
    /// How many kinds of unknown things are told.
    private static let maxUnknown = 50

    /// Prepares the audit of the tape at `path`.
    init(_ path: String, in fileSystem: any FileSystem) {
        self.path = path
        self.fileSystem = fileSystem
        report = AuditReport(path: path)
    }

    /// What the records say of the scan.
    struct Outcome {
        /// The report so far.
        var report: AuditReport
        /// The fold of the records.
        let fold: FoldCheck
        /// The seal, if there is one.
        let seal: LogSeal?
        /// Whether the file ends with a commit that was never acknowledged.
        let isTorn: Bool
        /// Whether the file is in its final form.
        let isFinal: Bool
    }

    /// Reads the tape.
    ///
    /// - Throws: `LogError.file`, or `.notALog` where the file is of another format.
    mutating func run() throws(LogError) -> Outcome {
        let reading = TapeReading(try LogWalk(path, in: fileSystem))
        report.bytes = reading.sizeBytes
        var isTorn = false
        let steps = ReadAhead { () throws(LogError) in try reading.next() }
        while let (step, leaves) = try steps.next() {
            switch step {
            case .commit(let block, let member):
                check(block, leaves, member)
            case .damage(let damage, let start):
                check(damage, resumesAt: start)
            case .torn(let damage):
                isTorn = true
                noteTorn(damage, size: reading.sizeBytes)
            }
        }
        let isFinal = reading.hasEndOfFileMember
        finish(hasEndOfFileMember: isFinal)
        return Outcome(
            report: report, fold: fold, seal: seal, isTorn: isTorn, isFinal: isFinal)
    }

    // MARK: Commits

    private mutating func check(_ block: LogBlock, _ leaves: [MerkleHash], _ member: Int?) {
        report.members += 1
        report.records += block.count
        extendReadable(block.firstSeq..<block.endSeq)
        for seq in block.firstSeq..<block.endSeq {
            let range = block.range(of: seq)
            let location = AuditFinding.Location(member: member, byte: block.offsetBytes, seq: seq)
            if seal != nil, isSealLast {
                isSealLast = false
                report.add(
                    AuditFinding(
                        .seal, "order", at: location, expected: "nothing behind the seal",
                        found: "a record", advice: Advice.altered))
            }
            check(block.payload, range, at: location)
            if seal == nil { hasher?.append(leaves[seq - block.firstSeq]) }
        }
    }

    private mutating func check(
        _ payload: [UInt8], _ range: Range<Int>, at location: AuditFinding.Location
    ) {
        if let record = RecordedEvent.inCanonicalForm(payload, range) {
            check(record, at: location)
        } else {
            checkNotCanonical(payload, range, at: location)
        }
    }

    /// Checks a record field by field: one that is of another type than those of which there are
    /// many, that was written by another version, or that is not as it must be.
    private mutating func checkNotCanonical(
        _ payload: [UInt8], _ range: Range<Int>, at location: AuditFinding.Location
    ) {
        let form = RecordCheck(payload, range)
        for problem in form.problems {
            report.add(
                AuditFinding(
                    .schema, problem.pointer.isEmpty ? "record" : problem.pointer, at: location,
                    expected: problem.expected, found: problem.found, advice: Advice.altered))
        }
        for thing in form.unknown { noteUnknown(thing, seq: location.seq ?? 0) }
        do throws(JSONError) {
            check(try RecordedEvent(payload, range), at: location)
        } catch {
            if form.problems.isEmpty {
                report.add(
                    AuditFinding(
                        .schema, "record", at: location, expected: error.expected,
                        found: "something else at byte \(error.offsetBytes) of the record",
                        advice: Advice.altered))
            }
            fold.noteGap()
        }
    }

    private mutating func check(_ record: RecordedEvent, at location: AuditFinding.Location) {
        if case .sealed(let event) = record.event {
            check(count: event.count, root: event.root, at: location)
        }
        fold.apply(record)
        if !fold.problems.isEmpty { addFoldProblems(at: location) }
    }

    private mutating func addFoldProblems(at location: AuditFinding.Location) {
        for problem in fold.takeProblems() {
            report.add(
                AuditFinding(
                    .fold, problem.what, at: location, expected: problem.expected,
                    found: problem.found, advice: Advice.altered))
        }
    }

    private mutating func check(count: Int, root: String, at location: AuditFinding.Location) {
        guard seal == nil else { return }
        guard let stated = MerkleHash(hex: root) else { return }
        seal = LogSeal(count: count, root: stated)
        if count != location.seq {
            report.add(
                AuditFinding(
                    .seal, "count", at: location, expected: "\(location.seq ?? 0)",
                    found: "\(count)",
                    advice: Advice.altered))
        }
        if let hasher, hasher.root != stated {
            report.add(
                AuditFinding(
                    .seal, "root", at: location,
                    expected: "\(hasher.root.hex), the root of the records before it",
                    found: root, advice: Advice.altered))
        }
    }

    // MARK: Damage

    private mutating func check(_ damage: LogDamage, resumesAt start: CommitStart?) {
        hasher = nil
        fold.noteGap()
        let advice: String
        if let start, start.seq > damage.seq {
            advice = Advice.damaged(lost: damage.seq..<start.seq)
        } else {
            advice = start == nil ? Advice.lostEnd(from: damage.seq) : Advice.damagedInPlace
        }
        report.add(
            AuditFinding(
                .container, "damage",
                at: AuditFinding.Location(
                    member: damage.member, byte: damage.offsetBytes, seq: damage.seq),
                expected: damage.expected, found: damage.found, advice: advice))
    }

    private mutating func noteTorn(_ damage: LogDamage, size: Int) {
        report.note(
            "the last \(size - damage.offsetBytes) bytes, from byte \(damage.offsetBytes) on, are "
                + "the beginning of a commit; if the tape was being recorded, that was never "
                + "acknowledged, and the next start of the service cuts it off")
    }

    private mutating func extendReadable(_ seqs: Range<Int>) {
        if let last = report.readable.last, last.upperBound == seqs.lowerBound {
            report.readable[report.readable.count - 1] = last.lowerBound..<seqs.upperBound
        } else {
            report.readable.append(seqs)
        }
    }

    private mutating func noteUnknown(_ thing: String, seq: Int) {
        if let known = unknown[thing] {
            unknown[thing] = (known.count + 1, known.firstSeq)
        } else if unknown.count < Self.maxUnknown {
            unknown[thing] = (1, seq)
        }
    }

    // MARK: The end

    private mutating func finish(hasEndOfFileMember: Bool) {
        if report.records > 0 {
            report.state = fold.phase?.rawValue ?? "unfinished"
        }
        report.job = fold.job
        report.isSealed = seal != nil
        report.root = hasher?.root
        // Only damage makes it worth telling.
        if hasher != nil { report.readable = [] }
        if let schema = fold.schema, schema > ScanEvent.schemaVersion {
            report.note(
                "a later version wrote it: its events have form \(schema), this program knows "
                    + "form \(ScanEvent.schemaVersion)")
        }
        let inOrder = unknown.sorted { ($0.value.firstSeq, $0.key) < ($1.value.firstSeq, $1.key) }
        for (thing, tally) in inOrder {
            report.note(
                "\(thing) is unknown to this version and not checked: \(tally.count) times, first "
                    + "in record \(tally.firstSeq)")
        }
        if seal == nil, hasEndOfFileMember, hasher != nil {
            report.add(
                AuditFinding(
                    .seal, "end", at: AuditFinding.Location(seq: report.records),
                    expected: "the seal, which stands before the end of each finished tape",
                    found: "none", advice: Advice.lostEnd(from: report.records)))
        }
        if seal != nil, !hasEndOfFileMember, report.verdict == .sound {
            report.note(
                "it is sealed but not in its final form; the next start of the service finishes it")
        }
    }
}

/// The steps over a tape, with the hash of each record: what another thread does ahead of the
/// checks.
private final class TapeReading: Sendable {
    let sizeBytes: Int
    private let walk: Mutex<LogWalk>

    init(_ walk: consuming sending LogWalk) {
        sizeBytes = walk.sizeBytes
        self.walk = Mutex(walk)
    }

    var hasEndOfFileMember: Bool { walk.withLock { $0.hasEndOfFileMember } }

    func next() throws(LogError) -> (step: LogWalk.Step, leaves: [MerkleHash])? {
        let step = try walk.withLock { walk throws(LogError) in try walk.next() }
        guard let step else { return nil }
        guard case .commit(let block, _) = step else { return (step, []) }
        let leaves = (block.firstSeq..<block.endSeq).map { seq in
            MerkleHash.leaf(block.payload[block.range(of: seq)])
        }
        return (step, leaves)
    }
}
