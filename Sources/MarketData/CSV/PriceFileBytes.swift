import ProgramFiles
import Zlib

/// All bytes of a user's file, inflated when it is gzip; blocks.
///
/// Throws `bad_data` when it is no regular file, cannot be read, is damaged, is larger than
/// `limitBytes`, packed or inflated, or, links followed, lies in none of `directories`, whose own
/// links are resolved; nil for any place.
func readPriceFile(
    _ path: String, limitBytes: Int, in directories: [String]?
) throws(PriceError) -> [UInt8] {
    let bytes: [UInt8]
    do {
        let file = try RegularFile(path)
        // Judged by the file that is open, as a link may be changed between two looks.
        guard directories?.contains(where: { file.isUnder($0) }) ?? true else {
            throw RegularFileError(path: path, reason: .elsewhere)
        }
        bytes = try file.bytes(limitBytes: limitBytes)
    } catch {
        throw PriceError(.badData, "\(error)")
    }
    guard bytes.starts(with: [0x1f, 0x8b]) else { return bytes }
    do {
        return try gunzip(bytes, limitBytes: limitBytes)
    } catch {
        throw PriceError(.badData, "cannot inflate \(path): \(error)")
    }
}
