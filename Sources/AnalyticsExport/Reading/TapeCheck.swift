package import EventLog

/// Checks a tape against its own seal and the registered one while its commits go by.
///
/// Members, checksums and sequence numbers are checked by the reader already.
struct TapeCheck {
    /// The file.
    let path: String
    /// What is registered of the tape; nil where that is not known.
    let registered: LogSeal?
    /// Whether the file is in its final form, and so must end with a seal.
    let isFinal: Bool

    private var hasher = MerkleTreeHasher()
    /// The last record so far, which is no leaf of the tree if it is the seal.
    private var last: MerkleHash?
    private var seal: LogSeal?
    private var records = 0

    init(_ reader: LogReader, registered: LogSeal?) {
        path = reader.path
        isFinal = reader.isSealed
        self.registered = registered
    }

    /// Takes in the next commit.
    mutating func add(_ block: LogBlock) throws {
        guard seal == nil else {
            throw ExportError.unsound(
                path: path, finding: "seq \(block.firstSeq): expected nothing behind the seal")
        }
        for seq in block.firstSeq..<block.endSeq {
            if let last { hasher.append(last) }
            last = MerkleHash.leaf(block.payload[block.range(of: seq)])
        }
        records = block.endSeq
        seal = block.seal
    }

    /// What the whole tape is; throws where the seal does not hold.
    mutating func finish(job: String) throws -> ExportedTape {
        if let seal {
            let found = LogSeal(count: records - 1, root: hasher.root)
            try compare(expected: seal, found: found, "the records before the seal")
        } else {
            if let last { hasher.append(last) }
            if isFinal {
                throw ExportError.unsound(
                    path: path, finding: "seq \(records - 1): expected the seal of a sealed tape")
            }
        }
        if let registered {
            try compare(expected: registered, found: seal, "the tape that was registered")
        }
        return ExportedTape(
            job: job, records: records, isSealed: seal != nil, root: hasher.root)
    }

    private func compare(expected: LogSeal, found: LogSeal?, _ what: String) throws {
        guard found != expected else { return }
        let words = found.map { "\($0.count) records with root \($0.root.hex)" } ?? "no seal"
        throw ExportError.unsound(
            path: path,
            finding: "expected \(what): \(expected.count) records with root \(expected.root.hex), "
                + "found \(words)")
    }
}

/// What is told of a tape in an export's metadata.
package struct ExportedTape: Sendable, Equatable {
    /// The scan.
    package let job: String
    /// How many records were exported, the seal among them; their `seq` count from 0.
    package let records: Int
    /// Whether the tape is sealed; else what was committed is exported.
    package let isSealed: Bool
    /// The Merkle root of the records before the seal, or of all that there are.
    package let root: MerkleHash
}
