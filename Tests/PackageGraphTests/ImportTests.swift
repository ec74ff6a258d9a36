import Foundation
import TestSupport
import Testing

/// Compares what the sources import with what the manifest declares.
@Suite(.timeLimit(.minutes(3)))
struct ImportTests {
    /// Modules that come with the toolchain.
    private static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "PackageDescription",
        "Synchronization", "Testing",
    ]
    /// Modules that only these targets may import.
    private static let reserved: [String: Set<String>] = [
        "CMalloc": ["StreamServer"],
        "CRename": ["AnalyticsExport"],
        "CZlib": ["Zlib"],
        "GRDB": ["AnalyticsExport"],
        "HTTPTypes": ["ScanServer", "StreamServer"],
        "Hummingbird": ["ScanServer", "StreamServer"],
        "NIOCore": ["ScanClient", "ScanServer", "StreamServer", "TapePlayback", "YahooFinance"],
    ]

    private struct Target {
        let name: String
        let path: String
        let dependencies: Set<String>
    }

    /// The targets with Swift sources, from `swift package dump-package`.
    private func targets() async throws -> [Target] {
        try await withTemporaryDirectory { scratch in
            let outcome = try await Program.system("swift").run([
                "package", "--package-path", Program.repository, "--scratch-path", scratch,
                "dump-package",
            ])
            try #require(outcome.status == 0, "\(outcome.errors)")
            let manifest = try JSONSerialization.jsonObject(with: Data(outcome.output))
            let targets = (manifest as? [String: Any])?["targets"] as? [[String: Any]] ?? []
            return targets.filter { $0["type"] as? String != "system" }.map { target in
                let name = target["name"] as? String ?? ""
                let folder = target["type"] as? String == "test" ? "Tests" : "Sources"
                let dependencies = target["dependencies"] as? [[String: Any]] ?? []
                return Target(
                    name: name, path: target["path"] as? String ?? "\(folder)/\(name)",
                    dependencies: Set(dependencies.compactMap(Self.dependencyName)))
            }
        }
    }

    private static func dependencyName(_ dependency: [String: Any]) -> String? {
        let parts = dependency["byName"] ?? dependency["target"] ?? dependency["product"]
        return (parts as? [Any])?.first as? String
    }

    private func imports(of target: Target) throws -> Set<String> {
        let root = URL(fileURLWithPath: Program.repository).appendingPathComponent(target.path)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var modules: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            // What is indented is no import, but part of a text that has one.
            for line in text.split(separator: "\n") where !line.hasPrefix(" ") {
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
                    words[..<keyword].allSatisfy({
                        ["package", "public", "internal", "@testable"].contains($0)
                    }), keyword + 1 < words.count
                else { continue }
                modules.insert(String(words[keyword + 1]))
            }
        }
        return modules
    }

    @Test func everyTargetImportsWhatItDeclaresAndDeclaresWhatItImports() async throws {
        let targets = try await targets()
        #expect(targets.count > 10)
        for target in targets {
            let imported = try imports(of: target).subtracting(Self.toolchain)
            let declared = target.dependencies.filter {
                // A test bundle needs the programs that it runs, but does not import them.
                ![
                    "log-writer-process", "tapedeck", "tapedeck-replay", "write-schemas",
                ].contains($0)
            }
            #expect(imported == declared, "\(target.name)")
        }
    }

    @Test func reservedModulesStayWhereTheyBelong() async throws {
        for target in try await targets() where !target.path.hasPrefix("Tests/") {
            let imported = try imports(of: target)
            for (module, users) in Self.reserved where imported.contains(module) {
                #expect(users.contains(target.name), "\(target.name) imports \(module)")
            }
        }
    }
}
