import ArgumentParser
import EventLog
import Tapes
import Auditing

/// `tapedeck-replay prove`: a proof that a stock's result stands on a tape.
struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that a stock's result stands on a tape, by its Merkle root.",
        discussion: """
            The proof holds the record. Whoever has the tape's root, from the registry or a signed \
            checkpoint, checks it with `tapedeck-replay verify-proof`, without the tape.
            """)

    @OptionGroup var tape: JobArgument

    @Argument(help: "The stock.")
    var ticker: String

    @Option(
        help: ArgumentHelp(
            "Of a sweep: the place of the set whose trial on the stock is proven.",
            valueName: "place"))
    var set: Int?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let set, set < 0 { throw ValidationError("--set is a place, from 0") }
    }

    func run() async throws {
        try await common.run { output in
            let reader = try common.wholeReader(of: tape.job)
            let proof = try InclusionProof(of: ticker, set: set, on: reader)
            try output.write(proof.document + [UInt8(ascii: "\n")])
            if try reader.seal() == nil {
                warn("Note: the root is that of its first \(proof.count) records")
            }
        }
    }
}
