import ArgumentParser
import ProgramFiles
import Storage
import StrategyFiles
import StrategyText

/// `tapedeck strategy format`: a text in the one form that all have.
struct StrategyFormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Print a strategy's file in the one form; its words and comments stay.",
        discussion: """
            Ends with 1 where the file cannot be read as the language's words, or with --check is \
            not in that form.
            """)

    @Argument(help: "The file.")
    var file: String

    @Flag(help: "Print nothing; end with 1 where the file is not in that form.")
    var check = false

    @Flag(help: "Write the file anew where it is not in that form, in one step.")
    var write = false

    func validate() throws {
        if check && write { throw ValidationError("--check writes nothing; leave --write out") }
    }

    func run() throws {
        let source = try StrategyArgument(argument: file).bytes()
        let formatted: [UInt8]
        do throws(StrategyProblems) {
            formatted = Array(try StrategyFormatter.formatted(utf8: source).utf8)
        } catch {
            error.tell(file: file)
            throw ProgramExit.failed.error
        }
        if check {
            guard formatted != source else { return }
            Console.standardError.say(
                "\(file) is not in the form; `tapedeck strategy format --write` gives it that")
            throw ProgramExit.failed.error
        }
        guard write else { return try printResult(formatted) }
        if formatted != source { try replace(by: formatted) }
    }

    private func replace(by text: [UInt8]) throws {
        do {
            // Behind a link the file itself is written.
            let old = try RegularFile(file)
            try PosixFileSystem().replace(
                old.truePath ?? file, by: text, permissions: UInt32(old.permissions))
        } catch {
            throw Failure(error)
        }
        Console.standardError.say("Wrote \(file)")
    }
}
