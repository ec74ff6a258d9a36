internal import NIOCore

/// What a feed has for its followers, joined so that each of them takes one write.
///
/// Followers that are at the same place, as nearly all are, get the same bytes.
struct JoinedBlocks {
    /// The most that is joined to one write, which waits in memory for a client that is slow.
    private let maxWriteBytes: Int

    private let supply: StreamFeed.Supply
    private var joined: [Int: Joined] = [:]

    /// Blocks that go into one write.
    struct Joined {
        let wire: ByteBuffer
        let blocks: ArraySlice<FeedBlock>
        let messages: Int
    }

    /// Joins the blocks of `supply` for so many followers.
    init(_ supply: StreamFeed.Supply, sharedBy followers: Int) {
        self.supply = supply
        maxWriteBytes = followers > 1 ? 256 * 1024 : 64 * 1024
    }

    /// The blocks from `index` on, as many as go into one write, and their bytes joined.
    mutating func blocks(from index: Int) -> Joined {
        if let found = joined[index] { return found }
        let start = index - supply.firstIndex
        var end = start
        var bytes = 0
        while end < supply.blocks.count {
            bytes += supply.blocks[end].encoded.wire.readableBytes
            if end > start && bytes > maxWriteBytes { break }
            end += 1
        }
        let blocks = supply.blocks[start..<end]
        let result = Joined(
            wire: Self.join(blocks), blocks: blocks,
            messages: blocks.reduce(0) { $0 + $1.ids.count })
        joined[index] = result
        return result
    }

    private static func join(_ blocks: ArraySlice<FeedBlock>) -> ByteBuffer {
        if blocks.count == 1, let block = blocks.first { return block.encoded.wire }
        var bytes = ByteBuffer()
        bytes.reserveCapacity(blocks.reduce(0) { $0 + $1.encoded.wire.readableBytes })
        for block in blocks { bytes.writeImmutableBuffer(block.encoded.wire) }
        return bytes
    }
}
