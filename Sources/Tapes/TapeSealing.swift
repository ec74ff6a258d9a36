internal import EventLog
internal import Storage

/// What remains to be done about a tape once it is sealed.
struct TapeSealing: Sendable {
    let archive: TapeArchive
    let fileSystem: any FileSystem
    /// Signs a checkpoint; none without it.
    let signer: CheckpointSigner?

    /// Writes the signed checkpoint of a sealed tape and tells what to register; blocks.
    ///
    /// - Returns: nil for a tape without a seal.
    func event(
        of job: JobID, _ reader: LogReader
    ) throws(TapeError) -> ScanRegistry.Event? {
        guard let seal = try asTapeError({ () throws(LogError) in try reader.seal() }) else {
            return nil
        }
        if let signer {
            try CheckpointFile(archive: archive, fileSystem: fileSystem, signer: signer)
                .write(seal, of: job)
        }
        let bytes = try asTapeError { () throws(LogError) in
            try fileSize(of: archive.path(of: job), in: fileSystem)
        }
        return .sealed(job, seal, bytes: bytes, ScanOutcome(try reader.scanState()))
    }
}
