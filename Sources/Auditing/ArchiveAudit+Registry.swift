internal import Tapes
internal import EventLog
internal import Projections

/// What an audit finds in comparing a tape with the registry of its directory.
extension ArchiveAudit {
    /// What the registry says of a scan, read anew where it has grown since: the scan may be one
    /// that was begun meanwhile.
    func entry(of job: JobID, in registry: AuditedRegistry) -> ScanRegistry.Entry? {
        if let entry = registry.registry?[job] { return entry }
        guard let report = registry.report,
            let bytes = try? fileSize(of: report.path, in: fileSystem), bytes > report.bytes
        else { return nil }
        return AuditedRegistry(report.path, in: fileSystem).registry?[job]
    }

    /// Compares a tape with what the registry says of its scan.
    func compare(
        _ outcome: TapeAudit.Outcome, with entry: ScanRegistry.Entry?, _ job: JobID,
        _ report: inout AuditReport
    ) {
        guard let entry else {
            guard outcome.seal != nil else {
                return report.note("the registry beside it does not know it")
            }
            return report.add(
                AuditFinding(
                    .registry, "entry", expected: "an entry of \(job)", found: "none",
                    advice: "find out who put the tape there: the service enters each one that "
                        + "it records"))
        }
        guard let expected = entry.seal else {
            // A tape is registered once its first record is durable.
            report.isKnownOpen = report.records > 0
            if report.records == 0 {
                report.add(
                    AuditFinding(
                        .registry, "records", expected: "the request of \(job)", found: "none",
                        advice: Advice.empty))
            }
            if outcome.seal != nil {
                report.note("the registry has no seal of it yet; the next start enters it")
            }
            return
        }
        // Damage may have taken the seal; that is told already.
        let hasLostSeal = outcome.seal == nil && report.root == nil
        if outcome.seal != expected, !hasLostSeal {
            report.add(
                AuditFinding(
                    .registry, "root", at: AuditFinding.Location(seq: outcome.seal?.count),
                    expected: Self.words(expected), found: Self.words(outcome.seal),
                    advice: Advice.exchanged))
        }
        if let bytes = entry.bytes, bytes != report.bytes {
            report.add(
                AuditFinding(
                    .registry, "size", expected: "\(bytes) bytes", found: "\(report.bytes) bytes",
                    advice: Advice.exchanged))
        }
        if let registered = entry.outcome, !outcome.fold.hasGap {
            compare(outcome.fold, with: registered, &report)
        }
    }

    /// Compares what the list of scans shows with what the tape says.
    private func compare(
        _ fold: FoldCheck, with registered: ScanOutcome, _ report: inout AuditReport
    ) {
        var pairs: [(String, String, String)] = [
            ("state", registered.standing.word, fold.phase?.rawValue ?? "unfinished"),
            ("total", "\(registered.total)", "\(fold.total)"),
            ("successful", "\(registered.successful)", "\(fold.successful)"),
            ("failed", "\(registered.failed)", "\(fold.failed)"),
            ("total_pnl", "\(registered.totalPnL)", "\(fold.totalPnL)"),
        ]
        // The results of a sweep are sets; the root says what is registered of them.
        if fold.sweep != nil { pairs.removeAll { !["state", "failed"].contains($0.0) } }
        for (name, expected, found) in pairs where expected != found {
            report.add(
                AuditFinding(
                    .registry, name, expected: "\(expected), as registered", found: found,
                    advice: Advice.exchanged))
        }
    }

    /// The report of a tape that is gone.
    func missing(_ entry: ScanRegistry.Entry, path: String) -> AuditReport {
        var report = AuditReport(path: path)
        report.job = entry.job.description
        report.add(
            AuditFinding(
                .registry, "tape",
                expected: entry.seal.map { "a tape with \(Self.words($0))" } ?? "a tape",
                found: "none", advice: Advice.removed))
        return report
    }

    /// A seal in words.
    static func words(_ seal: LogSeal?) -> String {
        seal.map { "\($0.count) records with root \($0.root.hex)" } ?? "no seal"
    }
}
