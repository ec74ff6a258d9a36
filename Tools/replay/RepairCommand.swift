import ArgumentParser
import EventLog
import Tapes
import Auditing

/// `tapedeck-replay repair`: the sound beginning of a damaged tape as a tape of its own.
struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Copy the sound part of a damaged tape into a new one.",
        discussion: """
            The new tape, --output, must not exist yet. It holds all records before the first damage, byte for byte; it is not \
            sealed. The damaged tape stays as it is. Records behind the damage cannot go on a \
            tape, as numbers would be missing; --rest saves them as lines of JSON.
            """)

    @OptionGroup var tape: JobArgument

    @Option(
        help: ArgumentHelp(
            "Save the records that can be read behind the damage here.", valueName: "path"))
    var rest: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if common.output == nil { throw ValidationError("name the new tape with --output") }
        if common.output == "-" || rest == "-" {
            throw ValidationError("a tape needs a file of its own: name it")
        }
    }

    func run() async throws {
        try await common.run(onTerminal: true) { output in
            let path = try common.archive.tape(named: tape.job)
            let repair = TapeRepair(path)
            let outcome = try repair.run(into: common.output ?? "", rest: rest)
            for line in outcome.lines { try output.write(line: line) }
        }
    }
}
