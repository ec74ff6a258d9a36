/// The program that makes the results.
package enum Engine {
    /// The version, by semantic versioning.
    package static let version = "0.1.0"
    /// Name and version, as they are recorded on every tape.
    package static let name = "tapedeck \(version)"
}
