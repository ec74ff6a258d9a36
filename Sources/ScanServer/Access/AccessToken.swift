internal import Crypto
internal import Foundation

/// The secret that lets a client in; it never appears in a description or a log.
package struct AccessToken: Sendable {
    private static let minCount = 16
    /// How long a browser's cookie lets in.
    static let sessionSeconds = 12 * 3_600

    private let digest: SHA256.Digest
    /// What sessions are made with; the same for the same token, so that they outlive a restart.
    private let sessionKey: SymmetricKey

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
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("tapedeck session".utf8), using: SymmetricKey(data: Array(text.utf8)))
        sessionKey = SymmetricKey(data: Array(code))
    }

    /// Reads a token from a file, which nobody but its owner may read.
    ///
    /// - Throws: `AccessTokenError` with what to do.
    package init(contentsOf path: String) throws(AccessTokenError) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let data = FileManager.default.contents(atPath: path)
        else {
            throw AccessTokenError("\(path) cannot be read")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw AccessTokenError("\(path) can be read by others; run chmod 600 \(path)")
        }
        let text = String(decoding: data, as: UTF8.self)
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

    /// What a browser's cookie holds instead of the token, which cannot be computed from it: when
    /// the session ends, and a code that only the token's holder can make.
    ///
    /// - Parameter now: the time in seconds since 1970.
    /// - Returns: the cookie's value.
    func session(at now: Int) -> String {
        let end = "\(now + Self.sessionSeconds)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(end.utf8), using: sessionKey)
        return end + "." + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether `candidate` is what the cookie of a session holds that has not ended at `now`; the
    /// time that it takes tells nothing of the token.
    func matchesSession(_ candidate: String, at now: Int) -> Bool {
        let end = candidate.prefix { $0 != "." }
        guard end.utf8.count <= 18, let seconds = Int(end), seconds > now,
            seconds <= now + Self.sessionSeconds
        else { return false }
        let expected = session(at: seconds - Self.sessionSeconds)
        return SHA256.hash(data: Array(candidate.utf8)) == SHA256.hash(data: Array(expected.utf8))
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
