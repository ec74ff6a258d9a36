package import EventLog
internal import Projections
internal import ScanEvents

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

    private let fileSystem: any FileSystem
    private let checkpoints: Checkpoints

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
    /// - Throws: `HistoryError` where the directory cannot be read, what `body` throws.
    package func audit(
        all archive: ScanArchive, _ body: (AuditReport) throws -> Void
    ) throws {
        let registry = registry(in: archive.directory)
        if let report = registry.report { try body(report) }
        let jobs = try archive.jobs()
        let present = Set(jobs)
        for entry in registry.registry?.entries ?? [] where !present.contains(entry.job) {
            try body(missing(entry, path: archive.path(of: entry.job)))
        }
        for job in jobs {
            try body(report(of: job, at: archive.path(of: job), registry))
        }
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

    // MARK: One tape

    private func audit(
        tape path: String, registry: AuditedRegistry
    ) throws(LogError) -> AuditReport {
        var audit = TapeAudit(path, in: fileSystem)
        let outcome = try audit.run()
        var report = outcome.report
        let job = JobID(tapePath: path)
        if outcome.isTorn, job.flatMap({ registry.registry?[$0] })?.seal != nil {
            report.add(
                AuditFinding(
                    .container, "end", expected: "the end of a sealed tape",
                    found: "a commit that is cut off", advice: Advice.exchanged))
        }
        switch (registry.registry, job) {
        case (nil, _):
            report.note("there is no registry beside it to compare its root with")
        case (let entries?, let job?):
            compare(outcome, with: entries[job], job, &report)
        case (_, nil):
            report.note("its file has no scan's name, so the registry cannot tell of it")
        }
        if registry.report?.isSound == false {
            report.note("the registry beside it is damaged; `tapedeck-replay audit` tells more")
        }
        compareCheckpoint(outcome, job, &report)
        report.job = report.job ?? job?.description
        return report
    }

    private func compare(
        _ outcome: TapeAudit.Outcome, with entry: ScanRegistry.Entry?, _ job: JobID,
        _ report: inout AuditReport
    ) {
        if let found = outcome.fold.job, found != job.description {
            report.add(
                AuditFinding(
                    .registry, "name", at: AuditFinding.Place(seq: 0),
                    expected: "the tape of \(job)", found: "that of \(found)",
                    advice: Advice.exchanged))
        }
        guard let entry else {
            guard outcome.seal != nil else {
                return report.note("the registry does not know it yet")
            }
            return report.add(
                AuditFinding(
                    .registry, "entry", expected: "an entry of \(job)", found: "none",
                    advice: "find out who put the tape there: the service enters each one that "
                        + "it records"))
        }
        guard let expected = entry.seal else {
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
                    .registry, "root", at: AuditFinding.Place(seq: outcome.seal?.count),
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
        let pairs: [(String, String, String)] = [
            ("state", registered.state, fold.phase?.rawValue ?? "unfinished"),
            ("total", "\(registered.total)", "\(fold.total)"),
            ("successful", "\(registered.successful)", "\(fold.successful)"),
            ("failed", "\(registered.failed)", "\(fold.failed)"),
            ("total_pnl", "\(registered.totalPnL)", "\(fold.totalPnL)"),
        ]
        for (name, expected, found) in pairs where expected != found {
            report.add(
                AuditFinding(
                    .registry, name, expected: "\(expected), as registered", found: found,
                    advice: Advice.exchanged))
        }
    }

    private func missing(_ entry: ScanRegistry.Entry, path: String) -> AuditReport {
        var report = AuditReport(path: path)
        report.job = entry.job.description
        report.add(
            AuditFinding(
                .registry, "tape",
                expected: entry.seal.map { "a tape with \(Self.words($0))" } ?? "a tape",
                found: "none", advice: Advice.removed))
        return report
    }

    // MARK: Checkpoint

    private func compareCheckpoint(
        _ outcome: TapeAudit.Outcome, _ job: JobID?, _ report: inout AuditReport
    ) {
        let path = checkpoints.path ?? report.path + ".checkpoint"
        guard checkpoints.path != nil || fileSystem.exists(path) else {
            if checkpoints.verifier != nil {
                report.noteIncomplete("there is no checkpoint at \(path)")
            }
            return
        }
        do {
            let note = try readAll(path, in: fileSystem)
            let checkpoint = try checkpoint(note, job: outcome.fold.job ?? job?.description)
            if checkpoints.verifier == nil {
                report.note("the checkpoint's signature is not checked: give the key with --key")
            } else {
                report.note("the checkpoint is signed by \(checkpoints.verifier?.name ?? "")")
            }
            let stated = LogSeal(count: checkpoint.size, root: checkpoint.root)
            guard outcome.seal != stated else { return }
            report.add(
                AuditFinding(
                    .checkpoint, "root", at: AuditFinding.Place(seq: outcome.seal?.count),
                    expected: Self.words(stated), found: Self.words(outcome.seal),
                    advice: Advice.checkpoint))
        } catch let error as CheckpointError {
            report.add(
                AuditFinding(
                    .checkpoint, "note", expected: "a signed checkpoint of the tape",
                    found: error.description, advice: Advice.checkpoint))
        } catch {
            report.noteIncomplete("the checkpoint cannot be read: \(error)")
        }
    }

    private func checkpoint(_ note: [UInt8], job: String?) throws -> Checkpoint {
        guard let verifier = checkpoints.verifier else {
            return try Checkpoint(text: try SignedNote(note).text)
        }
        return try verifier.verify(note, origin: job.map { "\(verifier.name)/\($0)" })
    }

    // MARK: Registry

    private func registry(in directory: String) -> AuditedRegistry {
        let path = "\(directory)/\(ScanRegistry.fileName)"
        guard fileSystem.exists(path) else { return AuditedRegistry() }
        return AuditedRegistry(path, in: fileSystem)
    }

    private static func words(_ seal: LogSeal?) -> String {
        seal.map { "\($0.count) records with root \($0.root.hex)" } ?? "no seal"
    }
}

/// All bytes of a small file.
func readAll(_ path: String, in fileSystem: any FileSystem) throws(LogError) -> [UInt8] {
    do throws(FileError) {
        let file = try fileSystem.open(path, forWriting: false)
        return try file.read(at: 0, count: min(try file.size(), SignedNote.maxBytes + 1))
    } catch {
        throw .file(error)
    }
}
