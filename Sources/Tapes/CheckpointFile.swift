internal import EventLog
internal import Storage

/// The signed statement of a tape's seal, kept beside the tape, to be copied elsewhere.
struct CheckpointFile {
    let archive: TapeArchive
    let fileSystem: any FileSystem
    let signer: CheckpointSigner

    /// Writes the checkpoint of a sealed tape to `TAPE.checkpoint`, in one step, durably.
    ///
    /// Its origin is the signer's name, a slash and the scan's name.
    func write(_ seal: LogSeal, of job: JobID) throws(TapeError) {
        let note: [UInt8]
        do throws(CheckpointError) {
            note = signer.sign(
                try Checkpoint(
                    origin: "\(signer.name)/\(job)", size: seal.count, root: seal.root))
        } catch {
            throw .checkpoint(error)
        }
        let path = archive.path(of: job) + ".checkpoint"
        let workPath = path + ".new"
        do throws(FileError) {
            if fileSystem.exists(workPath) { try fileSystem.remove(workPath) }
            let file = try fileSystem.create(workPath)
            try file.writeAll(note, at: 0)
            try file.synchronize()
            try fileSystem.rename(workPath, to: path)
            try fileSystem.synchronizeDirectory(archive.directory)
        } catch {
            throw .log(.file(error))
        }
    }
}
