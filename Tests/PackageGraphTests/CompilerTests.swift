import Foundation
import TestSupport
import Testing

/// What the compiler gets wrong, so that it is noticed when it no longer does, and how the sources
/// keep clear of it.
// The compiler starts several times.
@Suite(.timeLimit(.minutes(5)))
struct CompilerTests {
    private static let example =
        Program.repository + "/Tests/PackageGraphTests/Compiler/vector-kept-while-waiting.swift"

    /// The example as a program in `directory`.
    private func compile(_ options: [String], in directory: String) async throws -> String {
        let path = directory + "/example"
        let outcome = try await Program.system("swiftc").run(
            options + ["-parse-as-library", "-swift-version", "6", Self.example, "-o", path])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return path
    }

    private func contexts(_ program: String) async throws -> Program.Outcome {
        try await Program.system("python3").run([
            Program.repository + "/Tools/async-contexts", program,
        ])
    }

    /// Where this fails, the compiler is mended: vectors may be kept while waiting again, and the
    /// rule in `Sources/README.md` can go, with the search of the programs.
    @Test func theCompilerStillMakesContextsTooSmallForVectorsOf32Bytes() async throws {
        try await withTemporaryDirectory { directory in
            let program = try await compile(["-Onone"], in: directory)
            let found = try await contexts(program)
            #expect(found.status == 1)
            #expect(found.text.contains("inner #1"), "\(found.text)\(found.errors)")
            #expect(try await Program(path: program).run([]).status != 0)
        }
    }

    @Test func aProgramWhoseFunctionsStayWithinTheirContextsIsFoundSound() async throws {
        try await withTemporaryDirectory { directory in
            let program = try await compile(["-O"], in: directory)
            let found = try await contexts(program)
            #expect(found.status == 0, "\(found.text)\(found.errors)")
            #expect(found.text.contains("asynchronous functions stay within their contexts"))
            #expect(try await Program(path: program).run([]).status == 0)
        }
    }

    @Test func noSourceOfTheProgramsHasAVectorOf32BytesOrMore() throws {
        let vector = /SIMD(8|16|32|64)<|SIMD4<U?Int(64)?>|SIMD4<Double>|SIMD3<(U?Int(64)?|Double)>/
        for folder in ["Sources", "Tools"] {
            let files = FileManager.default.enumerator(
                at: URL(fileURLWithPath: Program.repository).appendingPathComponent(folder),
                includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(text.firstMatch(of: vector) == nil, "\(file.path)")
            }
        }
    }
}
