internal import Tapes
internal import EventLog
internal import Storage

/// A registry, as far as it can be read, and what is wrong with it.
struct AuditedRegistry {
    /// What it says; nil where there is none or it cannot be read at all.
    private(set) var registry: ScanRegistry?
    /// What is wrong with it; nil where there is none.
    private(set) var report: AuditReport?

    /// No registry.
    init() {}

    /// Reads the registry at `path`, over any damage; blocks.
    init(_ path: String, in fileSystem: any FileSystem) {
        var report = AuditReport(path: path)
        do {
            var registry = ScanRegistry()
            var walk = try LogWalk(path, in: fileSystem)
            report.bytes = walk.sizeBytes
            while let step = try walk.next() {
                switch step {
                case .commit(let block, let member):
                    report.members += 1
                    report.records += block.count
                    do throws(TapeError) {
                        try registry.apply(block, path: path)
                    } catch {
                        report.add(
                            AuditFinding(
                                .schema, "record",
                                at: AuditFinding.Location(
                                    member: member, byte: block.offsetBytes, seq: block.firstSeq),
                                expected: "records of the registry", found: error.description,
                                advice: Advice.registry))
                    }
                case .damage(let damage, _):
                    report.add(
                        AuditFinding(
                            .container, "damage",
                            at: AuditFinding.Location(
                                member: damage.member, byte: damage.offsetBytes, seq: damage.seq),
                            expected: damage.expected, found: damage.found,
                            advice: Advice.registry))
                case .torn(let damage):
                    report.note(
                        "a commit that was never acknowledged stands at byte \(damage.offsetBytes)")
                }
            }
            self.registry = registry
            report.state = "\(registry.entries.count) scans"
            for renewal in registry.renewals { report.note(renewal.warning) }
        } catch {
            report.add(
                AuditFinding(
                    .container, "registry", expected: "a registry", found: "\(error)",
                    advice: Advice.registry))
        }
        self.report = report
    }
}
