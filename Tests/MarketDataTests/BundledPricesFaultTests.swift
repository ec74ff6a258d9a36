import Foundation
import MarketData
import TestSupport
import Testing
import Zlib

/// What is said of bundled prices that are not as they should be; with small files of the form.
@Suite(.timeLimit(.minutes(3))) struct BundledPricesFaultTests {
    private static let header = "ticker,date,open,high,low,close,volume\n"
    private static let indexHeader = "ticker,offset,length,rows,first_date,last_date\n"

    private static func member(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
        var deflater = Deflater()
        deflater.compress(bytes.span, appendingTo: &member)
        for word in [crc32(bytes.span), UInt32(bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) {
                member.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return member
    }

    private static let headerMember = member(header)
    private static let a = member("A,2020-01-01,1,2,1,2,5\n") + member("A,2020-01-02,,2,1,2,6\n")
    private static let b = member("B,2020-01-03,1,2,1,2,7\n")
    private static let file = headerMember + a + b
    private static let aStart = headerMember.count
    private static let bStart = headerMember.count + a.count
    private static let index =
        indexHeader + "A,\(aStart),\(a.count),2,2020-01-01,2020-01-02\n"
        + "B,\(bStart),\(b.count),1,2020-01-03,2020-01-03\n"

    /// Opens a file and an index that are written to a directory first.
    private static func prices(
        _ bytes: [UInt8] = file, index: String = index, in directory: String
    ) throws -> BundledPrices {
        let files = BundledPriceFiles(
            prices: URL(fileURLWithPath: directory + "/small.csv.gz"),
            index: URL(fileURLWithPath: directory + "/small.index.csv"))
        try Data(bytes).write(to: files.prices)
        try Data(index.utf8).write(to: files.index)
        return try BundledPrices(files: files)
    }

    @Test func tickerOfTwoMembersIsReadWhole() async throws {
        try await withTemporaryDirectory { directory in
            let prices = try Self.prices(in: directory)
            #expect(prices.tickers == ["A", "B"])
            #expect(prices.coverage?.upperBound.description == "2020-01-03")
            let history = try await prices.history(of: "A", from: nil, to: nil)
            #expect(history.bars.volume == [5])
            #expect(history.counts == RowCounts(rows: 2, rowsDropped: 1))
        }
    }

    @Test func tickerThatWasReadIsKeptWhenTheFileIsGone() async throws {
        try await withTemporaryDirectory { directory in
            let prices = try Self.prices(in: directory)
            let before = try await prices.history(of: "B", from: nil, to: nil).bars
            try FileManager.default.removeItem(atPath: directory + "/small.csv.gz")
            #expect(try await prices.history(of: "B", from: nil, to: nil).bars == before)
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(of: "A", from: nil, to: nil)
            }
            #expect(error?.code == .internal)
            #expect(error?.message.contains("small.csv.gz") == true)
        }
    }

    @Test func tickerAskedForByManyTasksAtOnceIsTheSameForAll() async throws {
        try await withTemporaryDirectory { directory in
            let prices = try Self.prices(in: directory)
            try await withThrowingTaskGroup(of: Bars.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await prices.history(of: "B", from: nil, to: nil).bars }
                }
                for try await bars in group { #expect(bars.volume == [7]) }
            }
        }
    }

    @Test func everyFlippedBitIsNamedWithTickerAndPlaceOrChangesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let whole = try await Self.prices(in: directory).history(of: "B", from: nil, to: nil)
                .bars
            for bit in 0..<(Self.b.count * 8) {
                var bytes = Self.file
                bytes[Self.bStart + bit / 8] ^= 1 << (bit % 8)
                let prices = try Self.prices(bytes, in: directory)
                do {
                    #expect(try await prices.history(of: "B", from: nil, to: nil).bars == whole)
                } catch let error as PriceError {
                    #expect(error.code == .badData)
                    let place = "small.csv.gz, 'B' in the gzip member at byte \(Self.bStart): "
                    #expect(error.message.hasPrefix(place), "bit \(bit): \(error.message)")
                }
                #expect(try await prices.history(of: "A", from: nil, to: nil).bars.count == 1)
            }
        }
    }

    @Test func everyCutIsNoticed() async throws {
        try await withTemporaryDirectory { directory in
            for count in 0..<Self.file.count {
                let error = await #expect(throws: PriceError.self, "\(count) bytes") {
                    let prices = try Self.prices(Array(Self.file[..<count]), in: directory)
                    _ = try await prices.history(of: "B", from: nil, to: nil)
                }
                #expect(error?.code == .badData)
                #expect(error?.message.contains("the file ends after") == true)
            }
        }
    }

    @Test(arguments: [
        ("rows of another", "A,2020-01-01,1,1,1,1,1\n", "expected rows of that ticker only"),
        (
            "rows of two", "B,2020-01-01,1,1,1,1,1\nA,2020-01-01,1,1,1,1,1\n",
            "found those of 'B', 'A'"
        ),
        (
            "more rows", "B,2020-01-01,1,1,1,1,1\nB,2020-01-02,1,1,1,1,1\n",
            "expected 1 rows, found 2"
        ),
        ("no rows", "", "expected rows of that ticker only, found those of none"),
        ("no number", "B,2020-01-01,1,x,1,1,1\n", "line 1, column 4 ('high')"),
    ])
    func otherRowsThanTheIndexSaysAreRefused(
        name: String, rows: String, message: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let member = Self.member(rows)
            let index =
                Self.indexHeader + "B,\(Self.aStart),\(member.count),1,2020-01-01,2020-01-01\n"
            let prices = try Self.prices(Self.headerMember + member, index: index, in: directory)
            let error = await #expect(throws: PriceError.self) {
                try await prices.history(of: "B", from: nil, to: nil)
            }
            #expect(error?.code == .badData)
            #expect(error?.message.contains("'B' in the gzip member at byte") == true)
            #expect(error?.message.contains(message) == true, "\(name): \(error?.message ?? "")")
        }
    }

    /// Lines below the header, and what is said of them.
    private static let wrongLines: [(lines: [String], message: String)] = [
        ([], "line 1: expected tickers"),
        (["A,60,5,1,2020-01-01"], "line 2: expected a ticker"),
        ([",60,5,1,2020-01-01,2020-01-01"], "line 2: expected a ticker"),
        (["A,-1,5,1,2020-01-01,2020-01-01"], "found A, -1, 5"),
        (["A,60,0,1,2020-01-01,2020-01-01"], "line 2"),
        (["A,60,9000000,1,2020-01-01,2020-01-01"], "line 2"),
        (["A,60,5,0,2020-01-01,2020-01-01"], "line 2"),
        (["A,60,5,1,2020-01-02,2020-01-01"], "line 2"),
        (["A,60,5,1,2020-01-01,2020-02-30"], "line 2"),
        (
            ["A,60,5,1,2020-01-01,2020-01-01", "B,66,5,1,2020-01-01,2020-01-01"],
            "line 3: expected the members of 'B' at byte 65"
        ),
        (
            ["A,60,5,1,2020-01-01,2020-01-01", "A,65,5,1,2020-01-01,2020-01-01"],
            "a ticker comes twice"
        ),
    ]

    @Test(arguments: wrongLines)
    func wrongLineOfTheIndexIsLocated(lines: [String], message: String) async throws {
        try await Self.expectRefusal(
            ofIndex: Self.indexHeader + lines.joined(separator: "\n"), message)
    }

    @Test(arguments: ["", "ticker,offset\n", "\n"])
    func indexWithoutItsHeaderIsRefused(index: String) async throws {
        try await Self.expectRefusal(ofIndex: index, "expected the header ticker,offset,length")
    }

    private static func expectRefusal(ofIndex index: String, _ message: String) async throws {
        try await withTemporaryDirectory { directory in
            let error = #expect(throws: PriceError.self) {
                try prices(index: index, in: directory)
            }
            #expect(error?.code == .badData)
            #expect(error?.message.hasPrefix("small.index.csv, line") == true)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }
}
