internal import NIOSSL
internal import ProgramFiles

/// The certificate by which the service shows who it is, and the private key to it.
package struct TLSIdentity: Sendable {
    private let certificates: [NIOSSLCertificate]
    private let key: NIOSSLPrivateKey

    /// Reads a certificate and its key from PEM files.
    ///
    /// - Parameters:
    ///   - certificateChain: the file of the certificate, followed by those that it rests on.
    ///   - privateKey: the file of the key, which nobody but its owner may read.
    /// - Throws: `TLSIdentityError` with the file at fault and what to do.
    package init(certificateChain: String, privateKey: String) throws(TLSIdentityError) {
        let chain = try Self.read(certificateChain, "certificate") {
            try NIOSSLCertificate.fromPEMBytes($0)
        }
        guard !chain.isEmpty else {
            throw TLSIdentityError("\(certificateChain) holds no certificate in PEM")
        }
        certificates = chain
        key = try Self.read(privateKey, "private key", isSecret: true) {
            try NIOSSLPrivateKey(bytes: $0, format: .pem)
        }
        do {
            // Finds out now, rather than at the first client, whether the two belong together.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSIdentityError(
                "the key in \(privateKey) is not that of the certificate in \(certificateChain)")
        }
    }

    /// TLS 1.2 and later with this certificate.
    var configuration: TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }

    private static func read<Value>(
        _ path: String, _ what: String, isSecret: Bool = false,
        _ parse: ([UInt8]) throws -> Value
    ) throws(TLSIdentityError) -> Value {
        let (bytes, permissions): ([UInt8], Int)
        do {
            (bytes, permissions) = try readSmallFile(path)
        } catch {
            throw TLSIdentityError("\(error)")
        }
        guard !isSecret || permissions & 0o007 == 0 else {
            throw TLSIdentityError("\(path) can be read by anyone; run chmod 600 \(path)")
        }
        do {
            return try parse(bytes)
        } catch {
            throw TLSIdentityError("\(path) holds no \(what) in PEM")
        }
    }
}

/// A certificate or key that will not do.
package struct TLSIdentityError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
