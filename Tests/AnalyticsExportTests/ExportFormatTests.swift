import Foundation
import TestSupport
import Testing

@testable import AnalyticsExport

/// All that is told of formats elsewhere is told of those that there are.
struct ExportFormatTests {
    @Test func aFormatIsKnownByItsNameAlone() {
        #expect(ExportFormat.all.map(\.name) == ["csv", "ndjson", "parquet", "sqlite"])
        for format in ExportFormat.all { #expect(ExportFormat(named: format.name) == format) }
        #expect(ExportFormat(named: "xlsx") == nil)
        #expect(ExportFormat(named: "") == nil)
    }

    @Test func theContractTellsEachFormatAndItsMediaType() throws {
        let contract = try String(
            contentsOfFile: Program.repository + "/Schemas/openapi.yaml", encoding: .utf8)
        let names = (["json"] + ExportFormat.all.map(\.name)).joined(separator: ", ")
        #expect(contract.contains("schema: { enum: [\(names)] }"))
        let tables = ExportTable.allCases.map(\.rawValue).joined(separator: ", ")
        #expect(contract.contains("schema: { enum: [\(tables)] }"))
        let start = try #require(contract.range(of: "The result, or its table as a file."))
        let rest = contract[start.upperBound...]
        let answer = rest[..<(try #require(rest.range(of: "\"401\""))).lowerBound]
        let types = ExportFormat.all.map { String($0.mediaType.prefix { $0 != ";" }) }
        for type in types { #expect(answer.contains("            \(type): {"), "\(type)") }
        #expect(answer.matches(of: /\n {12}\S+: \{/).count == types.count + 1)
    }
}
