import EventLog
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
        var rest = bodies[...]
        for isLastTry in [false, true] {
            do throws(LogError) {
                let seqs = try await writer.append(contentsOf: Array(rest))
                #expect(seqs == safe.count..<safe.count + rest.count)
                safe += rest
                #expect(writer.reader.tail.position.nextSeq == safe.count)
                return
            } catch {
                let shown = writer.reader.tail.position.nextSeq - safe.count
                #expect((0...rest.count).contains(shown), "followers were shown too much")
                safe += rest.prefix(shown)
                rest = rest.dropFirst(shown)
                inFlight = Array(rest)
                if case .file(let cause) = error, cause.isNoSpace, !isLastTry {
                    inFlight = []
                    repeated += 1
                    continue
                }
                await notePoison(error)
                throw error
            }
        }
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
        for isLastTry in [false, true] {
            do throws(LogError) {
                let seal = try await writer.seal()
                #expect(seal.count == safe.count)
                isSealed = true
                return
            } catch {
                isSealed = writer.reader.tail.position.nextSeq > safe.count
                if case .file = error, !disk.isDead, !isLastTry {
                    repeated += 1
                    continue
                }
                await notePoison(error)
                throw error
            }
        }
    }

    /// Sees to it that a poisoned writer refuses all that follows.
    private mutating func notePoison(_ error: LogError) async {
        guard case .poisoned = error, !disk.isDead else { return }
        isPoisoned = true
        let calls = disk.calls.count
        do throws(LogError) {
            _ = try await writer?.append(body(0))
            Issue.record("a poisoned writer took a record")
        } catch {
            guard case .poisoned = error else {
                Issue.record("a poisoned writer refused with \(error)")
                return
            }
        }
        #expect(disk.calls.count == calls, "a poisoned writer touched the disk")
    }
}
