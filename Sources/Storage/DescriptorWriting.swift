internal import Glibc

/// Writes all of `bytes` to an open descriptor, such as that of standard output.
///
/// Blocks until they are taken, also where the descriptor is one that does not block.
///
/// - Parameters:
///   - bytes: what to write.
///   - descriptor: where to.
///   - name: what the user knows it by.
/// - Throws: `FileError`; one that `isClosedPipe` where nobody reads any more.
package func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, named name: String
) throws(FileError) {
    var written = 0
    while written < bytes.count {
        let rest = bytes.span.extracting(written...)
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count >= 0 {
            written += count
            continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
            var event = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = unsafe poll(&event, 1, -1)
        case let code: throw FileError(operation: "write", path: name, code: code)
        }
    }
}

extension FileError {
    /// Whether what was written to is a pipe that nobody reads any more.
    package var isClosedPipe: Bool { code == EPIPE }
}
