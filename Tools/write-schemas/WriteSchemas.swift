import Foundation
import ScanEvents

/// Writes what follows from the forms of the events, their JSON Schemas and the types of the client
/// library, what the page offers of the kinds of price source and of export, and the functions of
/// strategies.
///
/// Usage, in the repository: `swift run write-schemas [--check]`. With `--check` nothing is
/// written; it fails where a file is another than the forms say.
@main
enum WriteSchemas {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.allSatisfy({ $0 == "--check" }) else {
            fatalError("Usage: write-schemas [--check]")
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var different: [String] = []
        let language = root.appendingPathComponent("Schemas/strategy-language.md")
        let functions = FunctionTable.written(
            into: try String(contentsOf: language, encoding: .utf8))
        for (path, text) in files + [("Schemas/strategy-language.md", functions)] {
            let place = root.appendingPathComponent(path)
            if let found = try? String(contentsOf: place, encoding: .utf8), found == text {
                continue
            }
            different.append(path)
            if arguments.isEmpty {
                try text.write(to: place, atomically: true, encoding: .utf8)
            }
        }
        for path in different {
            print(arguments.isEmpty ? "\(path) written" : "\(path) is not what the forms say")
        }
        guard arguments.isEmpty || different.isEmpty else {
            print("write them: swift run write-schemas")
            exit(1)
        }
    }

    /// The files, by their paths in the repository.
    private static var files: [(path: String, text: String)] {
        var files = ScanEvent.allForms.map { event in
            ("Schemas/events/\(event.type).schema.json", EventSchemas.schema(of: event).pretty)
        }
        files.append(("Schemas/events/record.schema.json", EventSchemas.record.pretty))
        files.append(("Schemas/events/common.schema.json", EventSchemas.common.pretty))
        files.append(("Sources/Dashboard/Site/market-scan/records.d.ts", RecordTypes.text))
        files.append(("Sources/Dashboard/Site/dashboard/choices.js", PageChoices.text))
        return files
    }
}
