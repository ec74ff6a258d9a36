import Auditing
import ArgumentParser
import EventLog
import Foundation
import JSONText
import ProgramFiles
import ScanEvents

/// `tapedeck-replay verify-proof`: whether a proof holds, without the tape.
struct VerifyProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-proof",
        abstract: "Check a proof with nothing but the tape's root.",
        discussion: """
            The root must come from someone trusted: 64 hexadecimal digits, or a signed checkpoint \
            with the public key of the one who signs. Exit code 1 where the proof does not hold.
            """)

    @Argument(help: "The proof: a file, or - for standard input.")
    var proof: String

    @Option(help: ArgumentHelp("The root of the tape.", valueName: "hex"))
    var root: String?

    @Option(help: ArgumentHelp("A signed checkpoint of the tape.", valueName: "path"))
    var checkpoint: String?

    @Option(
        help: ArgumentHelp(
            "The public key that must have signed it: NAME+HASH+BASE64.", valueName: "key"))
    var key: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let root, MerkleHash(hex: root) == nil {
            throw ValidationError("--root must be 64 hexadecimal digits in lower case")
        }
        guard (root != nil) != (checkpoint != nil) else {
            throw ValidationError("give the root: --root, or --checkpoint with --key")
        }
        if (checkpoint == nil) != (key == nil) {
            throw ValidationError("--checkpoint and --key go together")
        }
        if let key { _ = try AuditCommand.verifier(key) }
    }

    func run() async throws {
        let holds = try await common.run { output in
            let proof = try InclusionProof(try bytes(of: proof))
            do {
                let (root, count) = try trusted(proof)
                let event = try proof.verify(root: root, count: count)
                for line in lines(proof, event, root) { try output.write(line: line) }
                return true
            } catch let error as ProofError {
                try output.write(line: "The proof does not hold: \(error)")
                return false
            } catch let error as CheckpointError {
                try output.write(line: "The proof does not hold: \(error)")
                return false
            }
        }
        if !holds { throw ExitCode(1) }
    }

    private func trusted(_ proof: InclusionProof) throws -> (root: MerkleHash, count: Int?) {
        if let root = root.flatMap({ MerkleHash(hex: $0) }) { return (root, nil) }
        let verifier = try AuditCommand.verifier(key ?? "")
        let note = try verifier.verify(
            try bytes(of: checkpoint ?? ""), origin: "\(verifier.name)/\(proof.job)")
        return (note.root, note.size)
    }

    private func bytes(of path: String) throws -> [UInt8] {
        if path == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        return try readSmallFile(path).bytes
    }

    private func lines(
        _ proof: InclusionProof, _ event: ScanEvent, _ root: MerkleHash
    ) -> [String] {
        let outcome: String
        switch event {
        case .stockCompleted(let stock):
            let result = stock.result
            outcome =
                "pnl \(result.pnl), return \(result.returnPct) %, \(result.totalTrades) trades"
        case .stockFailed(let stock):
            outcome = "failed, \(stock.code.rawValue): \(stock.message)"
        case .trialsCompleted(let trials):
            let index = (proof.set ?? trials.offset) - trials.offset
            outcome =
                "set \(proof.set ?? 0), pnl \(trials.pnl[index]), \(trials.trades[index]) trades"
        default: outcome = event.type
        }
        return [
            "The proof holds: record \(proof.seq) of \(proof.count) of scan \(proof.job)",
            "\(proof.ticker): \(outcome)", "root \(root.hex)",
        ]
    }
}
