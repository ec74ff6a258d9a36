internal import Tapes
internal import EventLog
internal import Storage

/// What an audit finds in comparing a tape with its signed checkpoint.
extension ArchiveAudit {
    /// Compares a tape with the checkpoint beside it, or with the one that was given.
    func compareCheckpoint(
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
                    .checkpoint, "root", at: AuditFinding.Location(seq: outcome.seal?.count),
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
