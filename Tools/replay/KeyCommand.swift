import ArgumentParser
import EventLog
import Foundation
import ProgramFiles

/// `tapedeck-replay key`: the public half of a signing key.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Print the public key of a signing key, for those who check checkpoints.")

    @Argument(help: "The file of `tapedeck serve --signing-key`: a name and 32 bytes in base64.")
    var file: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run { output in
            let text = String(decoding: try readSmallFile(file).bytes, as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, let seed = Data(base64Encoded: String(words[1])) else {
                throw OutputError(
                    path: file, reason: "expected one line with a name and 32 bytes in base64")
            }
            let signer = try CheckpointSigner(name: String(words[0]), privateKey: Array(seed))
            try output.write(line: signer.verifier.key)
        }
    }
}
