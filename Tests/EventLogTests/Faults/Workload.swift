import EventLog
import Storage
import TestSupport
import Testing

/// Steps that a writer goes through on a disk that fails, and what is known of its log then.
struct Workload {
    /// One thing that is done with the log.
    enum Step {
        case create
        case append([[UInt8]])
        /// Close and open; the log may start with a torn tail.
        case reopen
        case seal
    }

    let disk: SimulatedDisk
    private let clock = ManualClock()
    private var writer: LogWriter?

    /// Whether the log's creation was acknowledged.
    private(set) var isCreated: Bool
    /// The records that were acknowledged, or shown to followers.
    private(set) var safe: [[UInt8]]
    /// The records that were given to the writer with no answer that they are durable or not.
    private(set) var inFlight: [[UInt8]] = []
    /// Whether the log may have a seal.
    private(set) var mayBeSealed = false
    /// Whether the seal was acknowledged, or shown to followers.
    private(set) var isSealed = false
    /// Whether the sealing was acknowledged, so that the file is in its final form.
    private(set) var isSealedForGood = false
    /// Whether the writer refused to go on.
    private(set) var isPoisoned = false
    /// How often a full disk refused something that worked when tried again.
    private(set) var repeated = 0

    init(on disk: SimulatedDisk, holding safe: [[UInt8]]? = nil) {
        self.disk = disk
        self.safe = safe ?? []
        isCreated = safe != nil
    }

    /// Goes through `steps` as far as the disk allows.
    mutating func run(_ steps: [Step]) async {
        for step in steps {
            guard !disk.isDead, !isPoisoned else { return }
            do {
                switch step {
                case .create:
                    writer = try LogWriter.create(logPath, in: disk, now: clock.now)
                    isCreated = true
                case .append(let bodies):
                    try await append(bodies)
                case .reopen:
                    try await reopen()
                case .seal:
                    try await seal()
                }
            } catch {
                // A log that could not be created is given up.
                if case .create = step { return }
                #expect(disk.isDead || isPoisoned, "\(step): \(error)")
                return
            }
        }
    }

    private mutating func append(_ bodies: [[UInt8]]) async throws {
        let writer = try #require(writer)
        let outcome = await Self.append(bodies, with: writer)
        let rest = take(bodies, outcome, by: writer)
        guard outcome.isNoSpace, !rest.isEmpty else {
            try await end(outcome, leaving: rest)
            return
        }
        let length = writer.reader.tail.position.lengthBytes
        #expect(disk.contents(logPath)?.count == length, "a part of a commit was left")
        // The log stays usable: what is left goes in now, as the disk has space again.
        repeated += 1
        let again = await Self.append(rest, with: writer)
        try await end(again, leaving: take(rest, again, by: writer))
    }

    private mutating func end(
        _ outcome: Result<Range<Int>, LogError>, leaving rest: [[UInt8]]
    ) async throws {
        inFlight = rest
        await notePoison(outcome)
        _ = try outcome.get()
    }

    static func append(
        _ bodies: [[UInt8]], with writer: LogWriter
    ) async -> Result<Range<Int>, LogError> {
        do throws(LogError) {
            return .success(try await writer.append(contentsOf: bodies))
        } catch {
            return .failure(error)
        }
    }

    /// Takes note of what is acknowledged or shown of `bodies`.
    /// - Returns: those that are not.
    private mutating func take(
        _ bodies: [[UInt8]], _ outcome: Result<Range<Int>, LogError>, by writer: LogWriter
    ) -> [[UInt8]] {
        let shown = writer.reader.tail.position.nextSeq - safe.count
        if case .success(let seqs) = outcome {
            #expect(seqs == safe.count..<safe.count + bodies.count)
            #expect(shown == bodies.count, "followers were shown \(shown) of \(bodies.count)")
            safe += bodies
            return []
        }
        #expect((0...bodies.count).contains(shown), "followers were shown too much")
        safe += bodies.prefix(shown)
        return Array(bodies.dropFirst(shown))
    }

    private mutating func reopen() async throws {
        await writer?.close()
        do {
            try open()
        } catch {
            if disk.isDead { throw error }
            repeated += 1
            try open()
        }
    }

    private mutating func open() throws {
        let (writer, recovery) = try LogWriter.open(logPath, in: disk, now: clock.now)
        #expect(recovery.nextSeq == safe.count, "opening a log changed its records")
        self.writer = writer
    }

    private mutating func seal() async throws {
        let writer = try #require(writer)
        mayBeSealed = true
        let outcome = await Self.seal(writer)
        guard case .failure(.file) = outcome, !disk.isDead else {
            try await end(outcome, of: writer)
            return
        }
        repeated += 1
        try await end(await Self.seal(writer), of: writer)
    }

    private mutating func end(
        _ outcome: Result<LogSeal?, LogError>, of writer: LogWriter
    ) async throws {
        isSealed = writer.reader.tail.position.nextSeq > safe.count
        await notePoison(outcome)
        let seal = try outcome.get()
        #expect(seal?.count == safe.count)
        #expect(isSealed, "followers were not shown the seal")
        isSealedForGood = true
    }

    static func seal(_ writer: LogWriter) async -> Result<LogSeal?, LogError> {
        do throws(LogError) {
            try await writer.seal()
            return .success(try writer.reader.seal())
        } catch {
            return .failure(error)
        }
    }

    /// Sees to it that a poisoned writer refuses all that follows.
    private mutating func notePoison<Value>(_ outcome: Result<Value, LogError>) async {
        guard case .failure(.poisoned) = outcome, !disk.isDead, let writer else { return }
        isPoisoned = true
        let calls = disk.calls.count
        guard case .failure(.poisoned) = await Self.append([body(0)], with: writer) else {
            Issue.record("a poisoned writer did not refuse")
            return
        }
        #expect(disk.calls.count == calls, "a poisoned writer touched the disk")
    }
}

extension Result<Range<Int>, LogError> {
    fileprivate var isNoSpace: Bool {
        if case .failure(.file(let cause)) = self { cause.isNoSpace } else { false }
    }
}
