import ArgumentParser
import MarketData

/// `tapedeck universes`: which sets of stocks can be scanned.
struct UniversesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "universes", abstract: "List the sets of stocks, or the stocks of one.")

    @Argument(help: "The set whose stocks to list.")
    var name: String?

    func run() throws {
        if let name {
            try printResult(rows: try members(of: name))
        } else {
            try printResult(try sets())
        }
    }

    private func sets() throws -> [String] {
        try Universes.all.flatMap { universe in
            ["\(universe.name): \(universe.title), \(universe.members.count) stocks"]
                + (universe.note.map { ["  \($0)"] } ?? [])
        }
    }

    private func members(of name: String) throws -> [[String]] {
        do {
            return try Universes.named(name).members.map { member in
                [member.ticker, member.name ?? "", member.sector ?? ""]
            }
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
