import Foundation
import TestSupport
import Testing

/// Runs `body` with a directory in which there is a certificate for 127.0.0.1, `certificate.pem`,
/// and with the arguments by which a service speaks TLS with it.
func withTLS(
    _ body: (_ directory: String, _ arguments: [String]) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let (certificate, key) = (directory + "/certificate.pem", directory + "/key.pem")
        let outcome = try await Program.system("openssl").run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", key, "-out", certificate, "-days", "30",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        try await body(directory, ["--tls-certificate", certificate, "--tls-key", key])
    }
}
