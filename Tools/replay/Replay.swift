import ArgumentParser

/// The tool that plays recorded scans; it only reads, and needs no service.
@main
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tapedeck-replay",
        abstract: "Play back recorded scans.",
        discussion: "Exit codes: 0 done, 1 the tape cannot be read, 64 a wrong command.",
        subcommands: [StreamCommand.self])
}
