/// The program: what makes the results, the streams and the exports.
package enum Engine {
    /// The version, by semantic versioning; here and nowhere else.
    package static let version = "0.1.0"
    /// Name and version, as they are recorded on every tape.
    package static let name = "tapedeck \(version)"
}
