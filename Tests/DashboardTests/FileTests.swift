import Foundation
import TestSupport
import Testing

@testable import Dashboard

struct FileTests {
    private let files = Result { try DashboardFiles.installed() }

    @Test func allFilesOfTheFolderAreServedWithTheirTypes() throws {
        let files = try files.get().all
        let types = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.mediaType) })
        #expect(types["/"] == "text/html; charset=utf-8")
        #expect(types["/market-scan.js"] == "text/javascript; charset=utf-8")
        #expect(types["/market-scan.d.ts"] == "text/plain; charset=utf-8")
        #expect(types["/react/MarketScanProgress.tsx"] == "text/plain; charset=utf-8")
        #expect(types["/dashboard/icon.svg"] == "image/svg+xml")
        #expect(types["/dashboard/style/colours.css"] == "text/css; charset=utf-8")
        let folder = Program.repository + "/Sources/Dashboard/Site"
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.contains(".")
        }
        #expect(files.count == names.count)
        #expect(Set(files.map(\.entityTag)).count == files.count)
    }

    /// What the content policy forbids would break silently for a reader of the page.
    @Test func thePageHasNoInlineScriptsStylesOrForeignAddresses() throws {
        for file in try files.get().all {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("innerHTML"), "\(file.path)")
            #expect(!text.contains("eval("), "\(file.path)")
            if file.path == "/" {
                #expect(!text.contains(" style="))
                #expect(!text.contains("<style"))
                #expect(!text.contains("<script>"))
                #expect(!text.contains(" onclick="))
            }
            for word in text.split(whereSeparator: { " \"'`()\n".contains($0) })
            where word.hasPrefix("http") && word.contains("://") {
                #expect(word == "http://www.w3.org/2000/svg", "\(file.path)")
            }
        }
    }

    @Test func everyImportedModuleIsThere() throws {
        let all = try files.get().all
        let paths = Set(all.map(\.path))
        var imports = 0
        for file in all where file.path.hasSuffix(".js") {
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
                guard let from = line.range(of: " from \""), line.hasSuffix("\";") else { continue }
                let name = String(line[from.upperBound...].dropLast(2))
                let path = Self.resolve(name, in: file.path)
                #expect(paths.contains(path), "\(file.path) imports \(name)")
                imports += 1
            }
        }
        #expect(imports > 50)
    }

    /// The path of a module that another names relative to itself.
    private static func resolve(_ name: String, in path: String) -> String {
        var parts = path.split(separator: "/").dropLast()
        for part in name.split(separator: "/") where part != "." {
            if part == ".." { parts.removeLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    @Test func aMissingFolderIsToldWithItsPath() {
        #expect(throws: DashboardError.self) {
            try DashboardFiles(directory: "/nonexistent/site")
        }
    }
}
