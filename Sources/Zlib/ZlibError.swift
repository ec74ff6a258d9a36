/// What zlib reports of bytes that it cannot take.
package enum ZlibError: Error, Equatable, CustomStringConvertible {
    /// The compressed bytes are damaged, at about this byte of the input.
    case damaged(atByte: Int, reason: String)
    /// The input ends before the compressed data does.
    case truncated(atByte: Int)
    /// The data would inflate to more bytes than the caller allows.
    case tooLarge(limitBytes: Int)

    package var description: String {
        switch self {
        case .damaged(let byte, let reason):
            "compressed data damaged near byte \(byte): \(reason)"
        case .truncated(let byte):
            "compressed data ends early, at byte \(byte)"
        case .tooLarge(let limit):
            "compressed data inflates to more than the \(limit) bytes allowed"
        }
    }
}
