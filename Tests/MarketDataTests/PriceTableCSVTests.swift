import MarketData
import Testing

@Suite struct PriceTableCSVTests {
    private static let header = "ticker,date,open,high,low,close,volume\n"

    private static func table(_ rows: String) throws -> PriceTable {
        try PriceTable(csv: Array((header + rows).utf8), name: "test")
    }

    @Test func rowsBecomeColumnsOfTheirTicker() throws {
        let table = try Self.table(
            """
            B,2020-01-02,1.5,2,1,1.25,100
            B,2020-01-03,2.5,3,2,2.25,200
            A,2020-01-01,7,8,6,7.5,0

            """)
        #expect(table.tickers == ["B", "A"])
        let bars = try table.bars(of: "B", from: nil, to: nil)
        #expect(bars.dates.map(\.description) == ["2020-01-02", "2020-01-03"])
        #expect(bars.open == [1.5, 2.5])
        #expect(bars.high == [2, 3])
        #expect(bars.low == [1, 2])
        #expect(bars.close == [1.25, 2.25])
        #expect(bars.volume == [100, 200])
        #expect(table.coverage?.lowerBound.description == "2020-01-01")
        #expect(table.coverage?.upperBound.description == "2020-01-03")
        #expect(table.counts == SourceCounts(rows: 3))
    }

    @Test func missingPriceDropsTheRowAndCountsIt() throws {
        let table = try Self.table(
            """
            A,2020-01-01,,8,6,7.5,1
            A,2020-01-02,7,8,6,7.5,2
            A,2020-01-03,,,,7.5,3

            """)
        #expect(try table.bars(of: "A", from: nil, to: nil).volume == [2])
        #expect(table.counts == SourceCounts(rows: 3, rowsDropped: 2))
    }

    @Test func openOrCloseOutsideTheDaysRangeIsKeptAndCounted() throws {
        let table = try Self.table(
            """
            A,2020-01-01,9,8,6,7,1
            A,2020-01-02,7,8,6,5,2
            A,2020-01-03,8,8,6,6,3

            """)
        #expect(try table.bars(of: "A", from: nil, to: nil).count == 3)
        #expect(table.counts == SourceCounts(rows: 3, rowsOutsideRange: 2))
    }

    @Test(arguments: [
        "45.07", "1", "0.1", "123456789.123", "9007199254740991", "9007199254740993",
        "0.3000000000000000166533453694", "179769313486231570000000000000000000000", "100.",
        ".5", "0000000000000000000000000001.5", "2.2250738585072014", "8.41",
        "4503599627370497.5",
    ])
    func numbersAreReadAsTheStandardLibraryReadsThem(text: String) throws {
        let row = "A,2020-01-01,\(text),1,1,1,1\n"
        let open = try Self.table(row).bars(of: "A", from: nil, to: nil).open
        let padded = text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text
        #expect(open == [try #require(Double(padded))])
    }

    @Test(arguments: [
        ("no ticker", ",2020-01-01,1,1,1,1,1", "line 2, column 1 (ticker)", "nothing"),
        ("empty line", "A,2020-01-01,1,1,1,1,1\n\n", "line 3, column 1 (ticker)", "nothing"),
        ("ticker only", "AAPL\n", "line 2, column 1 (ticker)", "'AAPL' before the end of the line"),
        ("bad date", "A,2020-1-1,1,1,1,1,1", "line 2, column 2 (date)", "'2020-1-1'"),
        ("long date", "A,2020-01-011,1,1,1,1,1", "line 2, column 2 (date)", "'2020-01-011'"),
        ("no such day", "A,2021-02-29,1,1,1,1,1", "column 2 (date)", "'2021-02-29'"),
        (
            "date twice", "A,2020-01-01,1,1,1,1,1\nA,2020-01-01,1,1,1,1,1", "line 3, column 2",
            "2020-01-01 follows 2020-01-01"
        ),
        ("letters in a price", "A,2020-01-01,1,1x.4,1,1,1", "column 4 (high)", "'1x.4'"),
        ("two points", "A,2020-01-01,1.2.3,1,1,1,1", "column 3 (open)", "'1.2.3'"),
        ("sign", "A,2020-01-01,1,1,-1,1,1", "column 5 (low)", "'-1'"),
        ("zero", "A,2020-01-01,1,1,1,0.00,1", "column 6 (close)", "'0.00'"),
        ("point only", "A,2020-01-01,.,1,1,1,1", "column 3 (open)", "'.'"),
        ("space", "A,2020-01-01, 1,1,1,1,1", "column 3 (open)", "' 1'"),
        ("too few fields", "A,2020-01-01,1,1\n", "column 4 (high)", "before the end of the line"),
        (
            "cut in a price", "A,2020-01-01,1,1,1,1.2", "column 6 (close)",
            "before the end of the file"
        ),
        (
            "cut in the volume", "A,2020-01-01,1,1,1,1,10", "column 7 (volume)",
            "'10' before the end"
        ),
        ("no volume", "A,2020-01-01,1,1,1,1,\n", "column 7 (volume)", "nothing"),
        ("too many fields", "A,2020-01-01,1,1,1,1,1,1\n", "column 7 (volume)", "before a comma"),
        ("carriage return", "A,2020-01-01,1,1,1,1,1\r\n", "column 7 (volume)", "'1\r'"),
        (
            "ticker comes back",
            "A,2020-01-01,1,1,1,1,1\nB,2020-01-01,1,1,1,1,1\nA,2020-01-02,1,1,1,1,1",
            "line 4, column 1", "'A' again"
        ),
        (
            "huge number", "A,2020-01-01,1" + String(repeating: "0", count: 400) + ",1,1,1,1",
            "column 3 (open)", "000…'"
        ),
    ])
    func malformedRowIsLocated(
        name: String, rows: String, place: String, found: String
    ) throws {
        let error = try #require(throws: PriceError.self) { try Self.table(rows) }
        #expect(error.code == .badData)
        #expect(error.message.contains("test prices, line"))
        #expect(error.message.contains(place), "\(name): \(error.message)")
        #expect(error.message.contains(found), "\(name): \(error.message)")
    }

    @Test(arguments: ["", "\n", "Date,Open\n", "<html>"])
    func anotherHeaderIsRefused(text: String) throws {
        let error = try #require(throws: PriceError.self) {
            try PriceTable(csv: Array(text.utf8), name: "test")
        }
        #expect(error.message.contains("line 1, column 1"))
        #expect(error.message.contains("expected the header 'ticker,date,"))
    }

    @Test func cutInsideALineIsLocatedAndBetweenLinesKeepsTheRows() throws {
        let rows = "A,2020-01-01,1,2,1,1.25,100\nB,2020-01-01,1,2,1,1.5,200\n"
        let bytes = Array((Self.header + rows).utf8)
        for length in bytes.indices {
            let cut = Array(bytes[..<length])
            let isCutBetweenLines = cut.last == UInt8(ascii: "\n")
            do throws(PriceError) {
                let table = try PriceTable(csv: cut, name: "cut")
                #expect(isCutBetweenLines, "accepted \(length) bytes")
                #expect(table.counts.rows == cut.count { $0 == UInt8(ascii: "\n") } - 1)
            } catch {
                #expect(!isCutBetweenLines)
                #expect(error.code == .badData && error.message.contains("cut prices, line"))
            }
        }
    }
}
