internal import Foundation
internal import ProgramFiles

/// The token that a service asks its clients for; no description shows it.
package struct ClientToken: Sendable, CustomStringConvertible {
    let text: String

    /// Takes a token.
    ///
    /// - Throws: `ClientTokenError` for what no header can hold.
    package init(_ text: String) throws(ClientTokenError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw ClientTokenError(description: "a token has visible ASCII characters only")
        }
        self.text = text
    }

    /// Reads a token from a file; blank space around it is none of it.
    package init(contentsOf path: String) throws(ClientTokenError) {
        let bytes: [UInt8]
        do {
            bytes = try readSmallFile(path).bytes
        } catch {
            throw ClientTokenError(description: "the token file \(error)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ClientTokenError) {
            try self.init(text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw ClientTokenError(description: "\(path): \(error)")
        }
    }

    package var description: String { "a token" }
}

/// A token that will not do.
package struct ClientTokenError: Error, CustomStringConvertible {
    package let description: String
}
