package import EventLog
internal import JSONText
package import ScanEvents
internal import Tapes

/// A proof that a record stands on a tape with a certain Merkle root (RFC 9162, section 2.1.3).
///
/// It holds the record itself, so nothing else is needed to check it but the root.
package struct InclusionProof {
    private static let form = "tapedeck-inclusion-proof-1"

    /// The scan.
    package let job: String
    /// The stock.
    package let ticker: String
    /// The place of the set of a sweep whose trial it is about; nil for a scan.
    package let set: Int?
    /// The record, as it stands on the tape.
    package let record: [UInt8]
    /// Its number, which is the index of its leaf.
    package let seq: Int
    /// How many records the tree has.
    package let count: Int
    /// The root that it was made for.
    package let root: MerkleHash
    /// The hashes beside the way from the leaf to the root, lowest first.
    package let path: [MerkleHash]

    /// Proves the outcome of `ticker`, or of one set of a sweep on it, on the tape behind `reader`.
    ///
    /// The tree is that of the seal; of a tape that is not sealed, that of the records so far.
    /// - Throws: `TapeError`, `LogError`, or `ProofError` where there is no outcome of the
    ///   stock or the tape is not what its seal says.
    package init(of ticker: String, set: Int? = nil, on reader: LogReader) throws {
        let seal = try reader.seal()
        let size = seal?.count ?? reader.tail.position.nextSeq
        var tree = MerkleTree()
        var found: (seq: Int, record: [UInt8])?
        var job = ""
        var blocks = reader.blocks()
        while tree.count < size, let block = try blocks.next() {
            for seq in block.firstSeq..<min(block.endSeq, size) {
                let range = block.range(of: seq)
                tree.append(MerkleHash.leaf(block.payload[range]))
                guard found == nil else { continue }
                let event = try RecordedEvent(block.payload, range).event
                if let requested = event.requested { job = requested.jobID }
                if case .sweepRequested = event, set == nil {
                    throw ProofError("it is a sweep: name a set of \(ticker) with --set")
                }
                if event.isOutcome(of: ticker, set: set) {
                    found = (seq, Array(block.payload[range]))
                }
            }
        }
        guard let found else {
            let what = set.map { "\(ticker) with set \($0)" } ?? ticker
            throw ProofError("there is no outcome of \(what) on the tape")
        }
        if let seal, seal.root != tree.root {
            throw ProofError(
                "the tape's root is \(tree.root.hex), its seal says \(seal.root.hex); run "
                    + "`tapedeck-replay audit`")
        }
        self.job = job
        self.ticker = ticker
        self.set = set
        record = found.record
        seq = found.seq
        count = size
        root = tree.root
        path = tree.inclusionProof(of: found.seq, size: size)
    }

    /// Reads a proof.
    ///
    /// - Throws: `ProofError` where `bytes` are none.
    package init(_ bytes: [UInt8]) throws {
        var fields = Fields()
        do throws(JSONError) {
            var scanner = JSONScanner(bytes.withoutByteOrderMark)
            try scanner.object { name, scanner throws(JSONError) in
                try fields.read(name, &scanner)
            }
            try scanner.finish()
        } catch {
            throw ProofError("the proof is no JSON of its form: \(error)")
        }
        guard fields.form == Self.form else {
            throw ProofError(
                "expected a proof of the form \(Self.form), found \(fields.form ?? "none")")
        }
        guard let job = fields.job, let ticker = fields.ticker, let record = fields.record,
            let seq = fields.seq, let count = fields.count, let root = fields.root,
            let path = fields.path
        else { throw ProofError("the proof is not whole; have it made again") }
        self.job = job
        self.ticker = ticker
        set = fields.set
        self.record = Array(record.utf8)
        self.seq = seq
        self.count = count
        self.root = root
        self.path = path
    }

    /// The proof as one JSON object.
    package var document: [UInt8] {
        JSONWriter.object { json in
            json.member("form", Self.form)
            json.member("job_id", job)
            json.member("ticker", ticker)
            if let set { json.member("set", set) }
            json.member("seq", seq)
            json.member("count", count)
            json.member("root", root.hex)
            json.member("path", path.map(\.hex))
            json.member("record", String(decoding: record, as: UTF8.self))
        }
    }

    /// Checks that the record stands on the tape with `root`, and that it is what the proof says.
    ///
    /// - Parameters:
    ///   - root: the root, from someone trusted.
    ///   - trusted: the number of records that goes with it; nil where it is not known.
    /// - Returns: the event.
    /// - Throws: `ProofError` where the proof does not hold.
    package func verify(root: MerkleHash, count trusted: Int? = nil) throws -> ScanEvent {
        if let trusted, trusted != count {
            throw ProofError("the root is of \(trusted) records, the proof of \(count)")
        }
        guard
            MerkleTree.verifyInclusion(
                leaf: .leaf(record), index: seq, size: count, proof: path, root: root)
        else {
            throw ProofError("the record is not under the root \(root.hex)")
        }
        guard let recorded = try? RecordedEvent(record) else {
            throw ProofError("the record is no event")
        }
        guard recorded.seq == seq, recorded.event.isOutcome(of: ticker, set: set) else {
            let what = set.map { "\(ticker) with set \($0)" } ?? ticker
            throw ProofError("the record is not the outcome of \(what)")
        }
        return recorded.event
    }

    private struct Fields {
        var form: String?
        var job: String?
        var ticker: String?
        var set: Int?
        var record: String?
        var seq: Int?
        var count: Int?
        var root: MerkleHash?
        var path: [MerkleHash]?

        mutating func read(
            _ name: String, _ scanner: inout JSONScanner
        ) throws(JSONError) {
            switch name {
            case "form": form = try scanner.string()
            case "job_id": job = try scanner.string()
            case "ticker": ticker = try scanner.string()
            case "set": set = try scanner.integer()
            case "record": record = try scanner.string()
            case "seq": seq = try scanner.integer()
            case "count": count = try scanner.integer()
            case "root": root = try Self.hash(&scanner)
            case "path":
                var hashes: [MerkleHash] = []
                try scanner.array { scanner throws(JSONError) in
                    hashes.append(try Self.hash(&scanner))
                }
                path = hashes
            default: try scanner.skip()
            }
        }

        private static func hash(_ scanner: inout JSONScanner) throws(JSONError) -> MerkleHash {
            guard let hash = MerkleHash(hex: try scanner.string()) else {
                throw scanner.error("64 hexadecimal digits before")
            }
            return hash
        }
    }
}
