import Foundation
import TestSupport
import Testing

@testable import ProgramFiles

@Suite(.timeLimit(.minutes(3)))
struct RegularFileTests {
    @Test func aFileIsReadWithItsSizeItsPermissionsAndItsTruePath() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/file"
            try writeFile(Array("twelve bytes".utf8), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/link", withDestinationPath: path)
            let file = try RegularFile(directory + "/link")
            #expect(file.sizeBytes == 12 && file.permissions == 0o640)
            #expect(file.truePath == URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
            #expect(try file.bytes(limitBytes: 12) == Array("twelve bytes".utf8))
            #expect(try file.bytes(at: 7, count: 100) == Array("bytes".utf8))
        }
    }

    @Test func aFileOverItsLimitIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(Array("twelve bytes".utf8), to: directory + "/file")
            let file = try RegularFile(directory + "/file")
            let error = #expect(throws: RegularFileError.self) { try file.bytes(limitBytes: 11) }
            #expect(error?.reason == .tooLarge(bytes: 12, 11))
            #expect(error?.description.hasSuffix("/file has 12 bytes; the limit is 11") == true)
        }
    }

    @Test(
        arguments: [
            ("pipe", "is not a regular file, but a pipe"),
            ("link to a pipe", "is not a regular file, but a pipe"),
            ("directory", "is not a regular file, but a directory"),
            ("device", "is not a regular file, but a device"),
            ("nothing", "does not exist"),
            ("link to nothing", "does not exist"),
        ])
    func whatIsNoRegularFileIsRefusedAtOnce(kind: String, words: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/file"
            let files = FileManager.default
            switch kind {
            case "pipe": try await OddFiles.makePipe(path)
            case "directory":
                try files.createDirectory(atPath: path, withIntermediateDirectories: false)
            case "nothing": break
            default:
                let target = kind == "device" ? "/dev/zero" : directory + "/target"
                if kind == "link to a pipe" { try await OddFiles.makePipe(target) }
                try files.createSymbolicLink(atPath: path, withDestinationPath: target)
            }
            let error = #expect(throws: RegularFileError.self) { try RegularFile(path) }
            #expect(error?.description == "\(path) \(words)")
        }
    }

    @Test func aResourceThatIsMissingIsToldWithoutAPlaceOfTheMachine() {
        let error = #expect(throws: ProgramResourceError.self) {
            try ProgramResources.path(of: "prices.csv", ofModule: "Nothing")
        }
        #expect(
            error?.description
                == "the program's own file prices.csv is missing: the folder "
                + "tapedeck_Nothing.resources that it comes in must lie beside the executable")
    }
}
