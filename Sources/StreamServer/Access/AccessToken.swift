internal import Crypto
internal import Foundation
internal import ProgramFiles

/// The secret that lets a client in; it never appears in a description or a log.
package struct AccessToken: Sendable {
    private static let minCount = 16

    private let digest: SHA256.Digest

    /// Takes a token.
    ///
    /// - Throws: `AccessTokenError` for one that is too short to be a secret, or that no header
    ///   can hold.
    package init(_ text: String) throws(AccessTokenError) {
        guard text.utf8.count >= Self.minCount else {
            throw AccessTokenError("the token must have at least \(Self.minCount) characters")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw AccessTokenError("the token must have visible ASCII characters only")
        }
        digest = SHA256.hash(data: Array(text.utf8))
    }

    /// Reads a token from a file, which nobody but its owner may read.
    ///
    /// - Throws: `AccessTokenError` with what to do.
    package init(contentsOf path: String) throws(AccessTokenError) {
        let (bytes, permissions): ([UInt8], Int)
        do {
            (bytes, permissions) = try readSmallFile(path)
        } catch {
            throw AccessTokenError("\(error)")
        }
        guard permissions & 0o077 == 0 else {
            throw AccessTokenError("\(path) can be read by others; run chmod 600 \(path)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(AccessTokenError) {
            try self.init(text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw AccessTokenError("\(path): \(error)")
        }
    }

    /// Whether `candidate` is the token; the time that it takes tells nothing of it.
    func matches(_ candidate: String) -> Bool {
        SHA256.hash(data: Array(candidate.utf8)) == digest
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is one, whatever prints what it is part of.
    package var description: String { "a secret" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// A token that will not do.
package struct AccessTokenError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
