package import Tapes
package import Storage
package import EventLog

/// Audits tapes against the registry and the checkpoints that lie beside them.
package struct ArchiveAudit: Sendable {
    /// Where checkpoints come from and who must have signed them.
    package struct Checkpoints: Sendable {
        /// The file with the checkpoint; nil for the one beside the tape, if there is one.
        package var path: String?
        /// The key of the one who signs; nil where it is not known.
        package var verifier: CheckpointVerifier?

        /// Looks beside the tapes, without a key.
        package init(path: String? = nil, verifier: CheckpointVerifier? = nil) {
            self.path = path
            self.verifier = verifier
        }
    }

    let fileSystem: any FileSystem
    let checkpoints: Checkpoints

    /// Prepares audits.
    package init(
        checkpoints: Checkpoints = Checkpoints(), fileSystem: any FileSystem = PosixFileSystem()
    ) {
        self.checkpoints = checkpoints
        self.fileSystem = fileSystem
    }

    /// Audits one tape, with the registry of its directory if there is one.
    ///
    /// Blocks on the file.
    /// - Throws: `LogError.file` where it cannot be read, `.notALog` where it is no tape.
    package func audit(tape path: String) throws(LogError) -> AuditReport {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { String(path[..<$0]) } ?? "."
        return try audit(tape: path, registry: registry(in: directory))
    }

    /// Audits all tapes of an archive and its registry, one report after the other.
    ///
    /// Blocks on the files.
    /// - Returns: the paths of the files that are no tapes.
    /// - Throws: `TapeError` where the directory cannot be read, what `body` throws.
    @discardableResult
    package func audit(
        all archive: TapeArchive, _ body: (AuditReport) throws -> Void
    ) throws -> [String] {
        let registry = registry(in: archive.directory)
        if let report = registry.report { try body(report) }
        let files = try archive.files()
        let present = Set(files.jobs)
        for entry in registry.registry?.entries ?? [] where !present.contains(entry.job) {
            try body(missing(entry, path: archive.path(of: entry.job)))
        }
        for job in files.jobs {
            try body(report(of: job, at: archive.path(of: job), registry))
        }
        return try others(files.others.map { "\(archive.directory)/\($0)" }, registry, body)
    }

    /// Audits those of `paths` that are tapes under a name of their own, and returns the others.
    private func others(
        _ paths: [String], _ registry: AuditedRegistry, _ body: (AuditReport) throws -> Void
    ) throws -> [String] {
        var others: [String] = []
        for path in paths {
            guard path.hasSuffix(TapeArchive.suffix),
                let report = try? audit(tape: path, registry: registry), report.records > 0
            else {
                others.append(path)
                continue
            }
            try body(report)
        }
        return others
    }

    /// The report of a tape that must be there; one that cannot be read is a finding.
    private func report(
        of job: JobID, at path: String, _ registry: AuditedRegistry
    ) -> AuditReport {
        do throws(LogError) {
            return try audit(tape: path, registry: registry)
        } catch {
            var report = AuditReport(path: path)
            report.job = job.description
            report.add(
                AuditFinding(
                    .container, "tape", expected: "a tape", found: error.description,
                    advice: Advice.removed))
            return report
        }
    }

    private func audit(
        tape path: String, registry: AuditedRegistry
    ) throws(LogError) -> AuditReport {
        var audit = TapeAudit(path, in: fileSystem)
        let outcome = try audit.run()
        var report = outcome.report
        let name = JobID(tapePath: path)
        // A tape that somebody renamed is still that of its scan.
        let job = name ?? outcome.fold.job.flatMap { JobID($0) }
        if let name { checkName(name, of: outcome, &report) }
        let entry = job.flatMap { self.entry(of: $0, in: registry) }
        if outcome.isTorn, entry?.seal != nil || outcome.seal != nil {
            report.add(
                AuditFinding(
                    .container, "end", expected: "the end of a sealed tape",
                    found: "a commit that is cut off", advice: Advice.exchanged))
        }
        switch (registry.registry, job) {
        case (nil, _):
            report.note("there is no registry beside it to compare its root with")
        case (_?, let job?):
            compare(outcome, with: entry, job, &report)
        case (_, nil):
            report.note("its file has no scan's name, so the registry cannot tell of it")
        }
        if registry.report?.verdict == .findings {
            report.note("the registry beside it is damaged; `tapedeck-replay audit` tells more")
        }
        compareCheckpoint(outcome, job, &report)
        report.job = report.job ?? job?.description
        noteIfOpen(&report)
        return report
    }

    /// Whether the file has the name of the scan whose tape it is.
    private func checkName(
        _ name: JobID, of outcome: TapeAudit.Outcome, _ report: inout AuditReport
    ) {
        guard let found = outcome.fold.job else {
            if report.records > 0, !outcome.fold.hasGap {
                report.note(
                    "it does not begin with a scan's request: nothing tells whose tape it is")
            }
            return
        }
        guard found != name.description else { return }
        report.add(
            AuditFinding(
                .container, "name", at: AuditFinding.Location(seq: 0),
                expected: "the tape of \(name), as the file is named", found: "that of \(found)",
                advice: Advice.misnamed))
    }

    /// Says of a tape that is not sealed what that means.
    private func noteIfOpen(_ report: inout AuditReport) {
        guard report.verdict == .open else { return }
        report.note(
            "it is not sealed"
                + (report.mayBeCut ? ", and no registry knows it as one that is recorded" : "")
                + ": nothing proves that nothing is missing from its end")
    }

    private func registry(in directory: String) -> AuditedRegistry {
        let path = "\(directory)/\(ScanRegistry.fileName)"
        guard fileSystem.exists(path) else { return AuditedRegistry() }
        return AuditedRegistry(path, in: fileSystem)
    }
}
