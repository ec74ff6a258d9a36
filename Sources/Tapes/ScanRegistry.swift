internal import JSONText
internal import Storage
package import EventLog
internal import ScanEvents

/// What the log of all scans says: which were recorded, and how their tapes were sealed.
///
/// It is a log like the tapes, so it is durable, ordered and checked as they are; and as it
/// lies outside of them, it shows a tape that was removed, swapped or rolled back.
package struct ScanRegistry: Sendable {
    /// A scan's entry.
    package struct Entry: Sendable, Equatable {
        /// The scan.
        package let job: JobID
        /// The seal of its tape, nil until it is sealed.
        package var seal: LogSeal?
        /// The size of the sealed tape, in bytes.
        package var bytes: Int?
        /// When the tape was begun, as its records have it.
        package let recordedAt: String
        /// What is told of the scan without its tape.
        package let request: RequestNote
        /// How the scan ended; nil until then.
        package var outcome: ScanOutcome?
    }

    /// A record of the registry.
    enum Event {
        /// A tape was begun.
        case recorded(JobID, RequestNote)
        /// A tape was sealed and has this many bytes.
        case sealed(JobID, LogSeal, bytes: Int, ScanOutcome?)
        /// So many tapes were entered as they were found.
        case renewed(Renewal.Cause, scans: Int)

        /// What the records call their events.
        fileprivate enum Kind: String {
            case recorded = "scan_recorded"
            case sealed = "scan_sealed"
            case renewed = "registry_renewed"
        }

        /// The event as the body of a record.
        var recordBody: [UInt8] {
            JSONWriter.members { json in
                switch self {
                case .recorded(let job, let request):
                    json.member("type", Kind.recorded.rawValue)
                    json.member("job_id", job.description)
                    if let strategy = request.strategy { json.member("strategy", strategy) }
                    if let sets = request.sets { json.member("sets", sets) }
                    if let idempotency = request.idempotency {
                        json.name("idempotency")
                        idempotency.write(to: &json)
                    }
                case .sealed(let job, let seal, let bytes, let outcome):
                    json.member("type", Kind.sealed.rawValue)
                    json.member("job_id", job.description)
                    json.member("count", seal.count)
                    json.member("root", seal.root.hex)
                    json.member("bytes", bytes)
                    outcome?.write(to: &json)
                case .renewed(let cause, let scans):
                    json.member("type", Kind.renewed.rawValue)
                    json.member("cause", cause.rawValue)
                    json.member("scans", scans)
                }
            }
        }
    }

    /// The name of the registry's file among the tapes.
    package static let fileName = "registry.ndjson.gz"

    /// The entries, in the order in which the scans were recorded.
    package private(set) var entries: [Entry] = []
    /// How often it was made of the tapes, and why.
    package private(set) var renewals: [Renewal] = []
    private var indices: [JobID: Int] = [:]
    /// The last scan of each client's name for a request.
    private var jobsByKey: [String: JobID] = [:]

    /// Reads the registry behind `reader`; what it does not know is passed over.
    ///
    /// - Throws: `TapeError.log` at damage, `.unreadableRecord`.
    init(_ reader: LogReader) throws(TapeError) {
        var blocks = reader.blocks()
        while let block = try asTapeError({ () throws(LogError) in try blocks.next() }) {
            try apply(block, path: reader.path)
        }
    }

    /// A registry without entries.
    package init() {}

    /// The entry of a scan, nil where there is none.
    package subscript(job: JobID) -> Entry? {
        indices[job].map { entries[$0] }
    }

    /// The scan that a client's name for its request stands for, if it was recorded after `time`.
    func entry(forKey key: String, since time: String) -> Entry? {
        jobsByKey[key].flatMap { self[$0] }.flatMap { $0.recordedAt >= time ? $0 : nil }
    }

    /// Takes in an event that was recorded at the time `at`.
    mutating func apply(_ event: Event, at: String) {
        switch event {
        case .recorded(let job, let request):
            guard indices[job] == nil else { return }
            indices[job] = entries.count
            entries.append(Entry(job: job, recordedAt: at, request: request))
            if let key = request.idempotency?.key { jobsByKey[key] = job }
        case .sealed(let job, let seal, let bytes, let outcome):
            guard let index = indices[job] else { return }
            entries[index].seal = seal
            entries[index].bytes = bytes
            entries[index].outcome = outcome
        case .renewed(let cause, let scans):
            renewals.append(Renewal(cause: cause, scans: scans, at: at))
        }
    }

    /// Takes in a commit of the registry at `path`; what it does not know is passed over.
    ///
    /// - Throws: `TapeError.unreadableRecord`.
    package mutating func apply(_ block: LogBlock, path: String) throws(TapeError) {
        for seq in block.firstSeq..<block.endSeq {
            do throws(JSONError) {
                try apply(block.payload, block.range(of: seq))
            } catch {
                throw .unreadableRecord(path: path, seq: seq, reason: error.description)
            }
        }
    }

    private mutating func apply(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
        var scanner = JSONScanner(bytes, range)
        var kind: Event.Kind?
        var at = ""
        var request = RequestNote(nil)
        var outcome = ScanOutcome.Fields()
        var job: JobID?
        var cause: Renewal.Cause?
        var (count, size, scans): (Int?, Int?, Int?)
        var root: MerkleHash?
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "type": kind = Event.Kind(rawValue: try scanner.string())
            case "at": at = try scanner.string()
            case "strategy": request.strategy = try scanner.string()
            case "sets": request.sets = try scanner.integer()
            case "idempotency": request.idempotency = try ScanEvent.Idempotency.read(from: &scanner)
            case "job_id": job = JobID(try scanner.string())
            case "count": count = try scanner.integer()
            case "root": root = MerkleHash(hex: try scanner.string())
            case "bytes": size = try scanner.integer()
            case "cause": cause = Renewal.Cause(rawValue: try scanner.string())
            case "scans": scans = try scanner.integer()
            default: if try !outcome.read(name, from: &scanner) { try scanner.skip() }
            }
        }
        switch kind {
        case .renewed?:
            guard let scans else { return }
            renewals.append(Renewal(cause: cause, scans: scans, at: at))
        case .recorded?:
            guard let job else { return }
            apply(.recorded(job, request), at: at)
        case .sealed?:
            guard let job else { return }
            guard let count, let root, let size else { throw scanner.error("a whole seal") }
            apply(
                .sealed(
                    job, LogSeal(count: count, root: root), bytes: size, ScanOutcome(outcome)),
                at: at)
        case nil:
            break
        }
    }
}
