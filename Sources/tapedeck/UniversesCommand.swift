import ArgumentParser
import MarketData

/// `tapedeck universes`: which sets of stocks can be scanned.
struct UniversesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "universes", abstract: "List the sets of stocks, or the stocks of one.")

    @Argument(help: "The set whose stocks to list.")
    var name: String?

    func run() throws {
        guard let name else {
            for universe in try Universes.all {
                print("\(universe.name): \(universe.title), \(universe.members.count) stocks")
                if let note = universe.note { print("  \(note)") }
            }
            return
        }
        do {
            for member in try Universes.named(name).members {
                let fields = [member.ticker, member.name ?? "", member.sector ?? ""]
                print(fields.joined(separator: "\t"))
            }
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
