internal import Storage
package import EventLog

/// The files of a directory of tapes, told apart by their names.
package struct ScanFiles: Sendable, Equatable {
    /// The scans that have a tape, in the order of their names.
    package fileprivate(set) var jobs: [JobID] = []
    /// The names of what is neither a tape, nor the registry, nor kept beside one of them.
    package fileprivate(set) var others: [String] = []

    /// What is kept beside a tape or the registry, by what its name has behind that of the other.
    private static let companions = [
        ".checkpoint", ".checkpoint.new", TapeArchive.probeSuffix, ".sealing", ".torn",
    ]

    /// Sorts `names`.
    fileprivate init(_ names: [String]) {
        for name in names where name != ScanRegistry.fileName {
            if let job = JobID(tapePath: name) {
                jobs.append(job)
            } else if !Self.isCompanion(name) {
                others.append(name)
            }
        }
    }

    private static func isCompanion(_ name: String) -> Bool {
        if name.hasPrefix(ScanRegistry.fileName + ".damaged") { return true }
        return companions.contains { suffix in
            guard name.hasSuffix(suffix) else { return false }
            let owner = String(name.dropLast(suffix.count))
            return owner == ScanRegistry.fileName || JobID(tapePath: owner) != nil
        }
    }
}

extension TapeArchive {
    /// The files of the directory; none where there is no directory.
    package func files() throws(TapeError) -> ScanFiles {
        do throws(FileError) {
            guard fileSystem.exists(directory) else { return ScanFiles([]) }
            return ScanFiles(try fileSystem.names(inDirectory: directory))
        } catch {
            throw .log(.file(error))
        }
    }

    /// The scans that have a tape, in the order of their names.
    package func jobs() throws(TapeError) -> [JobID] { try files().jobs }

    /// Finds the tape that a user means.
    ///
    /// - Parameter name: a scan's name or a unique prefix of one, `latest`, or a file's path.
    /// - Returns: the tape's path.
    /// - Throws: `TapeError.unknownJob`, `.ambiguousJob` or `.empty`.
    package func tape(named name: String) throws(TapeError) -> String {
        if name.contains("/") || name.hasSuffix(".gz") { return name }
        let jobs = try jobs()
        if name == "latest" {
            guard let latest = latest(of: jobs) else { throw .empty(directory: directory) }
            return path(of: latest)
        }
        let matches = jobs.filter { $0.description.hasPrefix(name) }
        if let exact = matches.first(where: { $0.description == name }) { return path(of: exact) }
        guard let match = matches.first else {
            throw .unknownJob(name, directory: directory)
        }
        guard matches.count == 1 else {
            throw .ambiguousJob(name, matches: matches.map(\.description))
        }
        return path(of: match)
    }

    /// Opens the tape that a user means, which has a record at least.
    ///
    /// - Throws: `TapeError`, `.misnamed` where the file has another scan's name.
    package func reader(named name: String) throws(TapeError) -> LogReader {
        let reader = try reader(at: try tape(named: name))
        try reader.refuseOtherName()
        return reader
    }

    /// Makes sure that the tape at `path`, as far as it can be read, has its own scan's name.
    ///
    /// - Throws: `TapeError.misnamed`.
    package func checkName(ofTapeAt path: String) throws(TapeError) {
        try (try? LogReader.open(path, in: fileSystem))?.refuseOtherName()
    }

    /// The scan that was recorded last, by the registry, as a clock may have gone back since; where
    /// that knows none of them, by name.
    private func latest(of jobs: [JobID]) -> JobID? {
        let present = Set(jobs)
        let recorded = (try? registry())?.entries.last { present.contains($0.job) }
        return recorded?.job ?? jobs.last
    }
}

extension ScanRegistry {
    /// All scans in the order of their recording, with those of `jobs` that it lacks, each behind
    /// the last one of a lesser name.
    func jobs(with jobs: [JobID]) -> [JobID] {
        var others = jobs.filter { self[$0] == nil }.sorted()
        var newestFirst: [JobID] = []
        for entry in entries.reversed() {
            while let last = others.last, entry.job < last {
                newestFirst.append(last)
                others.removeLast()
            }
            newestFirst.append(entry.job)
        }
        return others + newestFirst.reversed()
    }
}

extension JobID {
    /// The scan whose tape a file is, by the file's name; nil for another name.
    package init?(tapePath path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard name.hasSuffix(TapeArchive.suffix) else { return nil }
        self.init(String(name.dropLast(TapeArchive.suffix.count)))
    }
}
