import EventLog
import Testing

struct CheckpointTests {
    private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    private static let text = "example.com/behind-the-sofa\n20852163\n\(root)\n"

    /// What a malformed text must be told about: the line.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let line: Int

        var testDescription: String { name }
    }

    private static let malformed = [
        Malformed(name: "nothing", text: "", line: 1),
        Malformed(name: "no root", text: "log\n1\n", line: 3),
        Malformed(name: "no last line feed", text: "log\n1\n\(root)", line: 3),
        Malformed(name: "no origin", text: "\n1\n\(root)\n", line: 1),
        Malformed(name: "carriage return", text: "log\r\n1\n\(root)\n", line: 1),
        Malformed(name: "no size", text: "log\n\n\(root)\n", line: 2),
        Malformed(name: "leading zero", text: "log\n01\n\(root)\n", line: 2),
        Malformed(name: "plus sign", text: "log\n+1\n\(root)\n", line: 2),
        Malformed(name: "negative", text: "log\n-1\n\(root)\n", line: 2),
        Malformed(name: "negative zero", text: "log\n-0\n\(root)\n", line: 2),
        Malformed(name: "space", text: "log\n1 \n\(root)\n", line: 2),
        Malformed(name: "hexadecimal", text: "log\n0x1\n\(root)\n", line: 2),
        Malformed(name: "other digits", text: "log\n١\n\(root)\n", line: 2),
        Malformed(name: "size too large", text: "log\n9223372036854775808\n\(root)\n", line: 2),
        Malformed(name: "short root", text: "log\n1\nAAAA\n", line: 3),
        Malformed(name: "root without padding", text: "log\n1\n\(root.dropLast())\n", line: 3),
        Malformed(
            name: "root with stray bits", text: "log\n1\n\(root.dropLast(2))J=\n", line: 3),
        Malformed(name: "root with a space", text: "log\n1\n \(root)\n", line: 3),
        Malformed(
            name: "root in the alphabet of addresses",
            text: "log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n", line: 3),
        Malformed(name: "empty extension", text: "log\n1\n\(root)\n\n", line: 4),
    ]

    @Test func theTextOfTheSpecificationIsReadAndWritten() throws {
        let checkpoint = try Checkpoint(text: Self.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.hex.hasPrefix("0ac5186a91863e8e"))
        #expect(checkpoint.extensionLines.isEmpty)
        #expect(checkpoint.text == Self.text)
        #expect(
            try Checkpoint(
                origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root)
                == checkpoint)
    }

    @Test(arguments: [0, 1, 10, Int.max])
    func everySizeGoesThereAndBack(_ size: Int) throws {
        let checkpoint = try Checkpoint(origin: "log", size: size, root: .emptyRoot)
        #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
    }

    @Test func extensionLinesAreKept() throws {
        let checkpoint = try Checkpoint(text: Self.text + "more 1\nmore 2\n")
        #expect(checkpoint.extensionLines == ["more 1", "more 2"])
        #expect(checkpoint.text == Self.text + "more 1\nmore 2\n")
        #expect(try checkpoint != Checkpoint(text: Self.text))
    }

    @Test(arguments: malformed)
    func malformedTextIsRefusedByItsLine(_ malformed: Malformed) {
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint(text: malformed.text)
        }
        guard case .note(let line, _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(line == malformed.line)
    }

    @Test(arguments: ["", "a\nb", "a\tb", "a\u{0}"])
    func anOriginThatWouldBreakTheTextIsRefused(_ origin: String) {
        #expect(throws: CheckpointError.self) {
            try Checkpoint(origin: origin, size: 0, root: .emptyRoot)
        }
    }

    @Test func errorsSayWhatWasExpectedAndFound() {
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint(text: "log\n01\n\(Self.root)\n")
        }
        #expect(
            error?.description == "checkpoint, line 2: expected a size in decimal digits, "
                + "at most 9223372036854775807, found \"01\"")
        let hostile = #expect(throws: CheckpointError.self) {
            try Checkpoint(text: "log\n\u{1b}[2J\u{202e}\(String(repeating: "9", count: 1000))\n\n")
        }
        let description = hostile?.description ?? ""
        #expect(description.utf8.allSatisfy { (0x20..<0x7f).contains($0) || $0 >= 0x80 })
        #expect(description.count < 250)
        #expect(description.contains(#"\u{1B}[2J\u{202E}999"#))
    }
}
