internal import Crypto
internal import Storage

/// The text of one strategy, as it is now.
package struct StrategyFile: Hashable, Sendable {
    /// The name by which it is called.
    package let name: String
    /// Its bytes.
    package let text: [UInt8]
    /// The SHA-256 of the text in lower-case hexadecimal digits.
    package let digest: String

    /// Names a text; O(count).
    package init(name: String, text: [UInt8]) {
        self.name = name
        self.text = text
        digest = SHA256.hash(data: text).hexadecimal
    }
}
