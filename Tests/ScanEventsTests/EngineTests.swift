import Foundation
import ScanEvents
import TestSupport
import Testing

/// The version stands in one place of the code; documents that must name it name the same.
struct EngineTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: Program.repository + "/" + path, encoding: .utf8)
    }

    @Test func contractAndChangesNameTheVersionOfTheProgram() throws {
        let contract = try text("Schemas/openapi.yaml").split(separator: "\n")
        #expect(contract.first { $0.hasPrefix("  version: ") } == "  version: \(Engine.version)")
        let changes = try text("CHANGELOG.md").split(separator: "\n")
        let heading = changes.first { $0.hasPrefix("## ") }
        #expect(heading?.hasSuffix(" \(Engine.version)") == true)
    }

    @Test func recordsNameProgramAndVersion() {
        #expect(Engine.name == "tapedeck \(Engine.version)")
    }
}
