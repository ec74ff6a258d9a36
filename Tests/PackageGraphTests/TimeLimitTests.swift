import Foundation
import TestSupport
import Testing

/// Whoever waits for what never comes must fail and be named: asynchronous tests have a limit.
///
/// Three minutes are for a debug build on a busy machine, where all tests share two threads.
struct TimeLimitTests {
    /// A time limit in the attributes of a suite or a test.
    private let limit = #/\.timeLimit\(\.minutes\((\d+)\)\)/#
    /// The declaration of a type at the beginning of a line, perhaps behind its attribute.
    private let declaration =
        #/^(?:@Suite(?:\(.*\))? )?(?:private )?(?:final )?(struct|class|actor|enum|extension) (\w+)/#

    /// A file of tests, by lines.
    private struct Source {
        let name: String
        let lines: [String]

        /// What stands before line `index` and belongs to it.
        func attributes(of index: Int) -> ArraySlice<String> {
            let start =
                lines[..<index].lastIndex { $0.isEmpty || $0.hasPrefix("}") }.map { $0 + 1 } ?? 0
            return lines[start...index]
        }
    }

    private func sources() throws -> [Source] {
        let root = URL(fileURLWithPath: Program.repository).appendingPathComponent("Tests")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var sources: [Source] = []
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent.hasSuffix("Tests.swift") else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            sources.append(
                Source(
                    name: file.lastPathComponent,
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                        .map(String.init)))
        }
        return sources
    }

    /// The types whose tests all have a limit, as their declaration says.
    private func limited(_ sources: [Source]) -> Set<String> {
        var names: Set<String> = []
        for source in sources {
            for (index, line) in source.lines.enumerated() {
                guard let type = line.firstMatch(of: declaration) else { continue }
                if source.attributes(of: index).contains(where: { $0.contains(limit) }) {
                    names.insert(String(type.2))
                }
            }
        }
        return names
    }

    /// The asynchronous tests of a file without a limit of their own, by the type that they are in.
    private func unlimited(_ source: Source) -> [(type: String, test: String)] {
        var found: [(type: String, test: String)] = []
        var type = ""
        var attribute: Int?
        for (index, line) in source.lines.enumerated() {
            if let match = line.firstMatch(of: declaration) { type = String(match.2) }
            if line.hasPrefix("    @Test") { attribute = index }
            guard let start = attribute, line.contains("func ") else { continue }
            attribute = nil
            let end = source.lines[index...].firstIndex { $0.hasSuffix("{") } ?? index
            let text = source.lines[start...end].joined(separator: " ")
            if text.contains(" async"), !text.contains(limit) {
                found.append((type, line.trimmingCharacters(in: .whitespaces)))
            }
        }
        return found
    }

    @Test func everyAsynchronousTestHasATimeLimit() throws {
        let sources = try sources()
        #expect(sources.count > 50)
        let limited = limited(sources)
        for source in sources {
            for (type, test) in unlimited(source) {
                let isLimited = limited.contains(type)
                #expect(
                    isLimited,
                    "\(source.name): give \(type) @Suite(.timeLimit(.minutes(3))) for \(test)")
            }
        }
    }

    @Test func whoeverTakesMoreThanThreeMinutesSaysWhy() throws {
        for source in try sources() {
            for (index, line) in source.lines.enumerated() {
                guard let match = line.firstMatch(of: limit), let minutes = Int(match.1),
                    minutes > 3
                else { continue }
                let before = source.attributes(of: index).dropLast()
                #expect(
                    before.contains { $0.hasPrefix("// ") || $0.hasPrefix("    // ") },
                    "\(source.name): a comment above line \(index + 1) is to say why")
            }
        }
    }
}
