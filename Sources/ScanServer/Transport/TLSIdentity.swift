internal import Foundation
internal import NIOSSL

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
        let attributes = try? FileManager.default.attributesOfItem(atPath: privateKey)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o007 == 0 else {
            throw TLSIdentityError(
                "\(privateKey) can be read by anyone; run chmod 600 \(privateKey)")
        }
        key = try Self.read(privateKey, "private key") {
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
        _ path: String, _ what: String, _ parse: ([UInt8]) throws -> Value
    ) throws(TLSIdentityError) -> Value {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TLSIdentityError("\(path) cannot be read")
        }
        do {
            return try parse(Array(data))
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
