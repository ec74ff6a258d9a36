import EventLog

/// What the disk and the page cache hold of one file.
///
/// Writes reach the cache; only a sync makes them durable. A crash keeps any of the sectors that
/// were written since.
struct SimulatedFile {
    /// What happened between two cuts of a file that was not synced.
    struct Epoch {
        /// The size that the cut at its start left; nil where there was none.
        let cut: Int?
        /// The file in the page cache, at the end of the epoch.
        var image: [UInt8]
        /// The sectors that were written.
        var dirty: Set<Int> = []
    }

    static let sectorBytes = 512

    /// What is safe.
    private(set) var durable: [UInt8] = []
    /// What is not, the oldest epoch first; there is always one.
    private(set) var epochs = [Epoch(cut: nil, image: [])]
    /// Sectors that a failed sync marked clean though they never reached the disk.
    private(set) var dropped: Set<Int> = []
    var isReadOnly = false

    init() {}

    init(durable bytes: [UInt8], isReadOnly: Bool = false) {
        durable = bytes
        epochs = [Epoch(cut: nil, image: bytes)]
        self.isReadOnly = isReadOnly
    }

    /// What programs see.
    var image: [UInt8] { epochs[epochs.count - 1].image }

    mutating func write(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        guard !bytes.isEmpty else { return }
        let last = epochs.count - 1
        let end = offset + bytes.count
        let size = epochs[last].image.count
        if size < end {
            epochs[last].image.append(contentsOf: Array(repeating: 0, count: end - size))
        }
        epochs[last].image.replaceSubrange(offset..<end, with: bytes)
        let first = min(offset, size) / Self.sectorBytes
        epochs[last].dirty.formUnion(first...(end - 1) / Self.sectorBytes)
    }

    mutating func truncate(to size: Int) {
        precondition(size <= image.count, "no log makes a file longer by truncating it")
        guard size < image.count else { return }
        epochs.append(Epoch(cut: size, image: Array(image[..<size])))
    }

    mutating func synchronize() {
        let written = epochs.reduce(into: Set<Int>()) { $0.formUnion($1.dirty) }
        dropped.subtract(written)
        var synced = image
        for sector in dropped {
            let range = Self.range(of: sector).clamped(to: synced.indices)
            for index in range { synced[index] = index < durable.count ? durable[index] : 0 }
        }
        durable = synced
        dropped = dropped.filter { $0 * Self.sectorBytes < image.count }
        epochs = [Epoch(cut: nil, image: image)]
    }

    /// A sync that fails: the kernel takes the pages for clean, yet they are not on the disk.
    mutating func failToSynchronize() {
        for index in epochs.indices {
            dropped.formUnion(epochs[index].dirty)
            epochs[index].dirty = []
        }
    }

    static func range(of sector: Int) -> Range<Int> {
        sector * sectorBytes..<(sector + 1) * sectorBytes
    }
}

extension SimulatedFile {
    /// The ways in which the file can come out of a crash if its first `epoch` cuts were kept.
    struct Outcomes {
        let base: [UInt8]
        let image: [UInt8]
        /// The sectors that differ, each of which may be kept or lost.
        let sectors: [Int]

        /// Whether the new size may be kept though the last sector is lost.
        var mayKeepSizeAlone: Bool { image.count > base.count }
        /// How many there are, `Int.max` where these are too many to count.
        var count: Int {
            guard sectors.count < 40 else { return .max }
            let subsets = 1 << sectors.count
            return mayKeepSizeAlone && !sectors.isEmpty ? subsets + subsets / 2 : subsets
        }

        /// The file where exactly the sectors for which `isKept` holds are kept.
        func bytes(keepingSize: Bool, _ isKept: (_ index: Int) -> Bool) -> [UInt8] {
            var bytes = base
            for (index, sector) in sectors.enumerated() where isKept(index) {
                let range = SimulatedFile.range(of: sector).clamped(to: image.indices)
                extend(&bytes, to: range.upperBound)
                bytes.replaceSubrange(range, with: image[range])
            }
            if keepingSize { extend(&bytes, to: image.count) }
            return bytes
        }

        /// The outcome of number `choice`, below `count`.
        func bytes(choice: Int) -> [UInt8] {
            let subsets = 1 << sectors.count
            return bytes(keepingSize: choice >= subsets) { choice & (1 << $0) != 0 }
        }

        private func extend(_ bytes: inout [UInt8], to size: Int) {
            guard bytes.count < size else { return }
            bytes.append(contentsOf: Array(repeating: 0, count: size - bytes.count))
        }
    }

    /// What can become of the file, one element for each number of cuts that are kept.
    var outcomes: [Outcomes] {
        var base = durable
        var written = dropped
        return epochs.map { epoch in
            if let cut = epoch.cut { base = Array(base.prefix(cut)) }
            written.formUnion(epoch.dirty)
            let sectors = written.sorted().filter { sector in
                let range = Self.range(of: sector)
                let new = epoch.image[range.clamped(to: epoch.image.indices)]
                return !new.isEmpty && new != base[range.clamped(to: base.indices)]
            }
            return Outcomes(base: base, image: epoch.image, sectors: sectors)
        }
    }
}
