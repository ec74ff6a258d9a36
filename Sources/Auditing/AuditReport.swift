internal import Tapes
package import EventLog
package import JSONText
internal import ScanEvents

/// What an audit says of a tape.
package enum AuditVerdict: String, Sendable {
    /// It is sealed, and all that the seal states is there and as it must be.
    case sound
    /// It is not sealed: sound so far, but nothing proves that nothing is missing from its end.
    case open
    /// Something is not as it must be.
    case findings

    /// What is to be said of all of `verdicts`: the worst of them.
    package static func worst(of verdicts: some Sequence<AuditVerdict>) -> AuditVerdict {
        verdicts.reduce(.sound) { worst, next in
            worst == .findings || next == .sound ? worst : next
        }
    }
}

/// What an audit has found of one tape.
package struct AuditReport: Sendable {
    /// The most findings that are told one by one, so that memory has a bound.
    package static let maxFindings = 200

    /// The file.
    package let path: String
    /// The scan, by its first record or by the name of the file; nil where neither tells.
    package internal(set) var job: String?
    /// `completed`, `cancelled`, `failed`, or `unfinished`; nil where no record could be read.
    package internal(set) var state: String?
    /// How many sound records there are.
    package internal(set) var records = 0
    /// How many sound members there are.
    package internal(set) var members = 0
    /// The size of the file, in bytes.
    package internal(set) var bytes = 0
    /// Whether the registry knows it as a tape that is not sealed yet.
    package internal(set) var isKnownOpen = false
    /// Whether its last record is a seal.
    package internal(set) var isSealed = false
    /// The Merkle root of the records before the seal, or of all; nil where records are missing.
    package internal(set) var root: MerkleHash?
    /// What is wrong, in the order in which it was found.
    package private(set) var findings: [AuditFinding] = []
    /// How many more there are that are not told one by one.
    package private(set) var omitted = 0
    /// What an auditor should know that is not wrong.
    package private(set) var notes: [String] = []
    /// The runs of records that can be read, where there is damage.
    package internal(set) var readable: [Range<Int>] = []
    /// Whether a check that was asked for could not be made.
    package private(set) var isIncomplete = false

    /// Starts the report of the tape at `path`.
    init(path: String) {
        self.path = path
    }

    /// Whether it is about the registry rather than a tape.
    package var isRegistry: Bool {
        path == ScanRegistry.fileName || path.hasSuffix("/" + ScanRegistry.fileName)
    }
    /// Whether it is sound, open, or has findings.
    ///
    /// A registry is never sealed; it is sound where all of it can be read.
    package var verdict: AuditVerdict {
        if !findings.isEmpty { return .findings }
        return records > 0 && (isSealed || isRegistry) ? .sound : .open
    }
    /// Whether it is not sealed, and no registry knows it as open: a sealed tape that was cut short
    /// would look the same.
    package var mayBeCut: Bool { verdict == .open && !isKnownOpen && !isRegistry }
    /// How many findings there are.
    package var findingCount: Int { findings.count + omitted }

    /// Adds a finding.
    package mutating func add(_ finding: AuditFinding) {
        if findings.count < Self.maxFindings { findings.append(finding) } else { omitted += 1 }
    }

    /// Adds a remark.
    package mutating func note(_ note: String) {
        notes.append(note)
    }

    /// Says that a check that was asked for could not be made.
    package mutating func noteIncomplete(_ reason: String) {
        isIncomplete = true
        notes.append(reason)
    }

    /// The report for a person.
    package var lines: [String] {
        let words =
            verdict != .findings
            ? verdict.rawValue : findingCount == 1 ? "1 finding" : "\(findingCount) findings"
        var lines = ["\(path): \(words)"]
        let form = isRegistry ? "" : isSealed ? ", sealed" : ", not sealed"
        lines.append(
            "  \(records) records in \(members) \(members == 1 ? "member" : "members"), "
                + "\(bytes) bytes, \(state ?? "not readable")\(form)")
        if let root { lines.append("  root \(root.hex)") }
        for finding in findings { lines += finding.lines.map { "  " + $0 } }
        if omitted > 0 { lines.append("  and \(omitted) more findings") }
        if !readable.isEmpty {
            let runs = readable.prefix(20).map {
                $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound - 1)"
            }
            let more = readable.count > 20 ? " and \(readable.count - 20) runs more" : ""
            lines.append("  can be read: records \(runs.joined(separator: ", "))\(more)")
        }
        for note in notes { lines.append("  note: \(note)") }
        return lines
    }

    /// Writes the report as an object.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("path", path)
            json.nullableMember("job_id", job)
            json.member("verdict", verdict.rawValue)
            json.member("sound", verdict == .sound)
            json.nullableMember("state", state)
            json.member("records", records)
            json.member("members", members)
            json.member("bytes", bytes)
            json.member("sealed", isSealed)
            json.nullableMember("root", root?.hex)
            json.name("findings")
            json.array(findings) { $1.write(to: &$0) }
            json.member("omitted_findings", omitted)
            json.name("readable")
            json.array(readable) { json, run in
                json.object { json in
                    json.member("first_seq", run.lowerBound)
                    json.member("last_seq", run.upperBound - 1)
                }
            }
            json.member("notes", notes)
        }
    }
}
