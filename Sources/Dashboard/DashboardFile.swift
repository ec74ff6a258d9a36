/// A file of the dashboard, as a browser gets it.
package struct DashboardFile: Sendable {
    /// Where it is, such as `/market-scan.js`; the page itself is at `/`.
    package let path: String
    /// Its type, with the character set where it is text.
    package let mediaType: String
    /// What it holds.
    package let bytes: [UInt8]
    /// The strong entity tag of these bytes, in its quotes.
    package let entityTag: String
}
