internal import Backtesting
internal import ProgramFiles
internal import Synchronization
internal import Storage
internal import StrategyText
internal import Synchronization

extension StrategyFolder {
    /// What must hold of the file that is there before another takes its place.
    package enum Precondition: Sendable {
        /// Nothing.
        case any
        /// There is none (`If-None-Match: *`).
        case absent
        /// There is one (`If-Match: *`).
        case present
        /// There is one with one of these digests (`If-Match`).
        case digest(Set<String>)
    }

    /// Writes a strategy, all of it or nothing; it is durable on return.
    ///
    /// - Returns: the file, and whether there was none of that name.
    /// - Throws: why it was not written; `problems` where the text is no strategy.
    package func put(
        _ text: [UInt8], as name: String, if precondition: Precondition = .any
    ) throws(StrategyFolderError) -> (file: StrategyFile, isNew: Bool) {
        let path = try writablePath(for: name)
        let report = StrategyCheckReport(text, name: name)
        if let problems = report.errors { throw .problems(problems) }
        let file = StrategyFile(name: name, text: text)
        return try writing.withLock { _ throws(StrategyFolderError) in
            let present = present(name, in: path)
            guard precondition.holds(for: present) else { throw .preconditionFailed(name) }
            try ensureRoom(for: text.count, as: name, in: path, replacing: present)
            do throws(FileError) {
                try fileSystem.createDirectory(path)
                try fileSystem.replace(
                    place(of: name, in: path), by: text, permissions: present?.permissions)
            } catch {
                throw .file(name: name, reason: "cannot be written: \(error.words)")
            }
            return (file, present == nil)
        }
    }

    /// Removes a strategy's file; that it is gone is durable on return.
    ///
    /// - Throws: why it was not removed; `unknown` where there is none.
    package func remove(
        _ name: String, if precondition: Precondition = .any
    ) throws(StrategyFolderError) {
        let path = try writablePath(for: name)
        try writing.withLock { _ throws(StrategyFolderError) in
            guard let present = present(name, in: path) else { throw .unknown(name) }
            guard precondition.holds(for: present) else { throw .preconditionFailed(name) }
            do throws(FileError) {
                try fileSystem.remove(place(of: name, in: path))
                try fileSystem.synchronizeDirectory(path)
            } catch {
                throw .file(name: name, reason: "cannot be removed: \(error.words)")
            }
        }
    }

    /// The directory, where a strategy of that name may be written into it.
    private func writablePath(for name: String) throws(StrategyFolderError) -> String {
        guard let path, isWritable else { throw .notWritable }
        try StrategyName.check(name)
        return path
    }

    /// What stands under a name; nil where nothing does.
    private func present(_ name: String, in path: String) -> PresentStrategy? {
        guard fileSystem.exists(place(of: name, in: path)) else { return nil }
        guard let file = try? open(name, in: path),
            let text = try? file.bytes(limitBytes: StrategyProgram.mostBytes)
        else { return PresentStrategy(digest: nil, bytes: 0, permissions: nil) }
        return PresentStrategy(
            digest: StrategyFile(name: name, text: text).digest, bytes: text.count,
            permissions: UInt32(file.permissions))
    }

    /// Refuses one more file, or more text in place of a file's, where not all would be read then.
    private func ensureRoom(
        for bytes: Int, as name: String, in path: String, replacing present: PresentStrategy?
    ) throws(StrategyFolderError) {
        if let present, bytes <= present.bytes { return }
        // Where they cannot be told, writing tells why.
        guard let names = try? fileNames(in: path) else { return }
        guard present != nil || names.count < Self.mostFiles else { throw .full }
        let sizes = names.filter { StrategyName.isWellFormed($0) && $0 != name }
            .map { (try? open($0, in: path))?.sizeBytes ?? 0 }
        guard sizes.reduce(bytes, +) <= Self.mostBytes else { throw .full }
    }
}

/// What stands under a strategy's name.
struct PresentStrategy {
    /// The digest of its text; nil where that cannot be read.
    let digest: String?
    /// The bytes of its text; 0 where that cannot be read.
    let bytes: Int
    /// Who may read, write and run the file; nil where it is none.
    let permissions: UInt32?
}

extension StrategyFolder.Precondition {
    /// Whether it holds for what is there.
    fileprivate func holds(for present: PresentStrategy?) -> Bool {
        switch self {
        case .any: true
        case .absent: present == nil
        case .present: present != nil
        case .digest(let digests): present?.digest.map(digests.contains) ?? false
        }
    }
}
