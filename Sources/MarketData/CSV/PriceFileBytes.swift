import Foundation
import Zlib

/// All bytes of a user's file, inflated when it is gzip; blocks.
///
/// Throws `bad_data` when it is no regular file, cannot be read, is damaged, or is larger than
/// `limitBytes`, packed or inflated.
func readPriceFile(_ path: String, limitBytes: Int) throws(PriceError) -> [UInt8] {
    let bytes: Data
    do {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let attributes = try FileManager.default.attributesOfItem(atPath: resolved.path)
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw PriceError(.badData, "\(path) is not a regular file")
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= limitBytes else {
            throw PriceError(
                .badData, "\(path) has \(size) bytes; the limit is \(limitBytes)")
        }
        bytes = try Data(contentsOf: resolved)
    } catch let error as PriceError {
        throw error
    } catch {
        throw PriceError(.badData, "cannot read \(path): \(error.localizedDescription)")
    }
    guard bytes.starts(with: [0x1f, 0x8b]) else { return [UInt8](bytes) }
    do {
        return try gunzip(bytes.span, limitBytes: limitBytes)
    } catch {
        throw PriceError(.badData, "cannot inflate \(path): \(error)")
    }
}
