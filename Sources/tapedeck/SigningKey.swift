import ArgumentParser
import EventLog
import Foundation
import ProgramFiles

/// Reads the key that checkpoints are signed with.
///
/// The file holds one line: a name, such as the host's, and the 32 bytes of an Ed25519 private
/// key in base64.
func signingKey(at path: String) throws -> CheckpointSigner {
    let form = "one line with a name and 32 bytes in base64"
    let bytes: [UInt8]
    do {
        bytes = try readSmallFile(path).bytes
    } catch {
        throw ValidationError("--signing-key \(error); it must hold \(form)")
    }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let seed = Data(base64Encoded: String(words[1])) else {
        throw ValidationError("--signing-key \(path): expected \(form)")
    }
    do {
        return try CheckpointSigner(name: String(words[0]), privateKey: Array(seed))
    } catch {
        throw ValidationError("--signing-key \(path): \(error)")
    }
}
