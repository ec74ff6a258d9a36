internal import Foundation
internal import Glibc
internal import ProgramFiles
internal import Storage
internal import Synchronization

/// The files of a cache: one for the bars of a ticker, and one that says there are none.
///
/// A file is replaced in one step by a synchronised one, so that a crash leaves the old or the
/// new one whole; of several writers the last one wins. All blocking work runs on threads of its
/// own, off Swift's shared pool.
final class PriceCacheFiles: Sendable {
    /// Which of the two files of a ticker.
    enum Kind: String {
        case bars = ".csv.gz"
        case absence = ".absent.gz"
    }

    private static let sizeLimitBytes = 16 * 1024 * 1024
    /// No writer takes longer between the first byte and the renaming.
    private static let leftoverAge: TimeInterval = 60 * 60

    private struct Said {
        var isPrepared = false
        var isUnwritable = false
    }

    private let directory: String
    private let source: String
    private let interval: BarInterval
    private let report: @Sendable (String) -> Void
    private let said = Mutex(Said())

    /// Files below `root`, in `<source>/<interval>`; nothing is made before the first write.
    init(
        root: String, source: String, interval: BarInterval,
        report: @escaping @Sendable (String) -> Void
    ) {
        directory = "\(root)/\(Self.fileName(source, keepsCase: true))/\(interval.rawValue)"
        self.source = source
        self.interval = interval
        self.report = report
    }

    /// The entry of a ticker; nil when there is none, or none that can be read, which is said.
    func entry(_ kind: Kind, of ticker: String) async -> PriceCacheEntry? {
        await BlockingExecutor.run { [self] in
            let path = path(kind, ticker)
            do {
                let bytes = try RegularFile(path).bytes(limitBytes: Self.sizeLimitBytes)
                return try PriceCacheEntry(bytes, for: key(ticker))
            } catch let error as RegularFileError where error.reason == .missing {
                return nil
            } catch {
                report("the cached prices in \(path) are damaged and fetched again: \(error)")
                return nil
            }
        }
    }

    /// Keeps an entry for later; that it cannot be kept is said once, and is no failure.
    func store(_ entry: PriceCacheEntry, of ticker: String) async {
        await BlockingExecutor.run { [self] in
            do {
                try prepare()
                let kind: Kind = if case .success = entry.outcome { .bars } else { .absence }
                try replace(path(kind, ticker), by: entry.encoded(for: key(ticker)))
            } catch {
                let isFirst = said.withLock { said in
                    defer { said.isUnwritable = true }
                    return !said.isUnwritable
                }
                guard isFirst else { return }
                report("cannot keep prices in \(directory), going on without: \(error)")
            }
        }
    }

    private func replace(_ path: String, by bytes: [UInt8]) throws {
        let temporary = "\(directory)/\(Self.temporaryPrefix)\(UUID().uuidString)"
        do {
            let target = URL(fileURLWithPath: temporary)
            try Data(bytes).write(to: target, options: .withoutOverwriting)
            try synchronize(target)
            guard unsafe rename(temporary, path) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try synchronize(URL(fileURLWithPath: directory))
    }

    /// Makes the directory and clears away what crashed writers left there, once.
    private func prepare() throws {
        guard !said.withLock(\.isPrepared) else { return }
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: directory)
        where name.hasPrefix(Self.temporaryPrefix) {
            let path = "\(directory)/\(name)"
            let date = try? files.attributesOfItem(atPath: path)[.modificationDate] as? Date
            if let date, -date.timeIntervalSinceNow > Self.leftoverAge {
                try? files.removeItem(atPath: path)
            }
        }
        said.withLock { $0.isPrepared = true }
    }

    private func synchronize(_ url: URL) throws {
        let file = try FileHandle(forReadingFrom: url)
        defer { try? file.close() }
        try file.synchronize()
    }

    private func key(_ ticker: String) -> PriceCacheEntry.Key {
        PriceCacheEntry.Key(source: source, interval: interval, ticker: ticker)
    }

    private func path(_ kind: Kind, _ ticker: String) -> String {
        "\(directory)/\(Self.fileName(ticker, keepsCase: false))\(kind.rawValue)"
    }

    private static let temporaryPrefix = ".new-"

    /// A name without `/`, hidden files or `..`, and different for names that differ in case
    /// only, even where the file system does not mind case.
    private static func fileName(_ name: String, keepsCase: Bool) -> String {
        name.utf8.enumerated().map { index, byte in
            let character = Character(UnicodeScalar(byte))
            let isKept =
                switch character {
                case "A"..."Z", "0"..."9", "-", "^", "=", "_": true
                case "a"..."z": keepsCase
                case ".": index > 0
                default: false
                }
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            return isKept ? "\(character)" : "%\(byte < 16 ? "0" : "")\(hexadecimal)"
        }.joined()
    }
}
