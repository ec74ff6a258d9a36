import MarketData
import Testing

@Suite struct PriceTableCSVTests {
    private static let header = "ticker,date,open,high,low,close,volume\n"

    private static func table(_ rows: String) throws -> PriceTable {
        try PriceTable(csv: Array((header + rows).utf8), name: "test")
    }

    private static func history(_ rows: String) throws -> PriceHistory {
        try table(rows).history(of: "A", from: nil, to: nil)
    }

    @Test func rowsBecomeColumnsOfTheirTicker() throws {
        let table = try Self.table(
            """
            B,2020-01-02,1.5,2,1,1.25,100
            B,2020-01-03,2.5,3,2,2.25,200
            A,2020-01-01,7,8,6,7.5,0

            """)
        #expect(table.tickers == ["B", "A"])
        let history = try table.history(of: "B", from: nil, to: nil)
        let bars = history.bars
        #expect(bars.times.map(\.description) == ["2020-01-02", "2020-01-03"])
        #expect(bars.open == [1.5, 2.5])
        #expect(bars.high == [2, 3])
        #expect(bars.low == [1, 2])
        #expect(bars.close == [1.25, 2.25])
        #expect(bars.volume == [100, 200])
        #expect(table.coverage?.lowerBound.description == "2020-01-01")
        #expect(table.coverage?.upperBound.description == "2020-01-03")
        #expect(history.counts == RowCounts(rows: 2))
    }

    @Test func missingPriceDropsTheRowAndCountsIt() throws {
        let history = try Self.history(
            """
            A,2020-01-01,,8,6,7.5,1
            A,2020-01-02,7,8,6,7.5,2
            A,2020-01-03,,,,7.5,3

            """)
        #expect(history.bars.volume == [2])
        #expect(history.counts == RowCounts(rows: 3, rowsDropped: 2))
    }

    @Test func openOrCloseOutsideTheDaysRangeIsKeptAndCounted() throws {
        let history = try Self.history(
            """
            A,2020-01-01,9,8,6,7,1
            A,2020-01-02,7,8,6,5,2
            A,2020-01-03,8,8,6,6,3

            """)
        #expect(history.bars.count == 3)
        #expect(history.counts == RowCounts(rows: 3, rowsOutsideRange: 2))
    }

    @Test(arguments: [
        "45.07", "1", "0.1", "123456789.123", "9007199254740991", "9007199254740993",
        "0.3000000000000000166533453694", "179769313486231570000000000000000000000", "100.",
        ".5", "0000000000000000000000000001.5", "2.2250738585072014", "8.41",
        "4503599627370497.5", "+1.5", "1e2", "2.5E-3", "1.7976931348623157e308", "1e-300",
        "12345678901234567890e-10", "5e+1",
    ])
    func numbersAreReadAsTheStandardLibraryReadsThem(text: String) throws {
        let row = "A,2020-01-01,\(text),1,1,1,1\n"
        let open = try Self.history(row).bars.open
        let padded = text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text
        #expect(open == [try #require(Double(padded))])
    }

    @Test(arguments: [
        ("no ticker", ",2020-01-01,1,1,1,1,1", "line 2, column 1 ('ticker')", "found nothing"),
        ("ticker only", "A\n", "line 2", "expected 7 fields as in the header, found 1"),
        ("bad date", "A,2020-1-1,1,1,1,1,1", "line 2, column 2 ('date')", "'2020-1-1'"),
        ("long date", "A,2020-01-011,1,1,1,1,1", "column 2 ('date')", "'2020-01-011'"),
        ("no such day", "A,2021-02-29,1,1,1,1,1", "column 2 ('date')", "'2021-02-29'"),
        ("day or month first", "A,01/02/2024,1,1,1,1,1", "a day such as", "'01/02/2024'"),
        ("no such time", "A,2024-01-02 25:00,1,1,1,1,1", "a day such as", "25:00'"),
        ("no offset", "A,2024-01-02 05:00+,1,1,1,1,1", "a day such as", "05:00+'"),
        ("text after the date", "A,2024-01-02x,1,1,1,1,1", "a day such as", "02x'"),
        ("letters in a price", "A,2020-01-01,1,1x.4,1,1,1", "column 4 ('high')", "'1x.4'"),
        ("two points", "A,2020-01-01,1.2.3,1,1,1,1", "column 3 ('open')", "'1.2.3'"),
        ("thousands", "A,2020-01-01,\"1,200.5\",1,1,1,1", "column 3 ('open')", "'1,200.5'"),
        ("negative", "A,2020-01-01,1,1,-1,1,1", "column 5 ('low')", "'-1'"),
        (
            "zero", "A,2020-01-01,1,1,1,0.00,1", "column 6 ('close')",
            "a price above 0, found '0.00'"
        ),
        ("point only", "A,2020-01-01,.,1,1,1,1", "column 3 ('open')", "'.'"),
        ("exponent only", "A,2020-01-01,1e,1,1,1,1", "column 3 ('open')", "'1e'"),
        ("hexadecimal", "A,2020-01-01,0x10,1,1,1,1", "column 3 ('open')", "'0x10'"),
        ("infinite", "A,2020-01-01,inf,1,1,1,1", "column 3 ('open')", "'inf'"),
        ("negative volume", "A,2020-01-01,1,1,1,1,-5", "column 7 ('volume')", "'-5'"),
        ("too few fields", "A,2020-01-01,1,1\n", "line 2", "found 4"),
        ("too many fields", "A,2020-01-01,1,1,1,1,1,1\n", "line 2", "found 8"),
        ("open quote", "A,2020-01-01,1,\"1,1,1,1\n", "line 2", "found 4"),
        (
            "second row", "A,2020-01-01,1,1,1,1,1\r\n\r\nA,2020-01-02,1,1,?,1,1",
            "line 4, column 5", "'?'"
        ),
        (
            "huge number", "A,2020-01-01,1" + String(repeating: "0", count: 400) + ",1,1,1,1",
            "column 3 ('open')", "000…'"
        ),
    ])
    func malformedRowIsLocated(
        name: String, rows: String, place: String, found: String
    ) throws {
        let error = try #require(throws: PriceError.self) { try Self.history(rows) }
        #expect(error.code == .badData)
        #expect(error.message.hasPrefix("test prices, line"), "\(name): \(error.message)")
        #expect(error.message.contains(place), "\(name): \(error.message)")
        #expect(error.message.contains(found), "\(name): \(error.message)")
    }

    @Test func wrongRowFailsItsTickerAlone() throws {
        let table = try Self.table(
            "A,2020-01-01,1,1,1,1,1\nB,2020-01-01,x,1,1,1,1\nB,2020-01-02,y,1,1,1,1\n"
                + "C,2020-01-01,1,1,1,1,1\n")
        #expect(table.tickers == ["A", "B", "C"])
        #expect(try table.history(of: "C", from: nil, to: nil).bars.count == 1)
        let error = try #require(throws: PriceError.self) {
            try table.history(of: "B", from: nil, to: nil)
        }
        #expect(error.message.contains("line 3"), "the first of its faults: \(error.message)")
    }

    @Test func rowsInAnyOrderAreSortedAndTheLastOfATimeIsKept() throws {
        let table = try Self.table(
            """
            A,2020-01-03,3,3,3,3,3
            B,2020-01-02,1,1,1,1,1
            A,2020-01-01,1,1,1,1,1
            A,2020-01-03,4,4,4,4,4
            B,2020-01-01,1,1,1,1,1
            A,2020-01-02,2,2,2,2,2
            """)
        let history = try table.history(of: "A", from: nil, to: nil)
        #expect(history.bars.close == [1, 2, 4])
        #expect(history.counts == RowCounts(rows: 4, rowsDropped: 1))
        #expect(try table.history(of: "B", from: nil, to: nil).bars.count == 2)
    }

    @Test(arguments: ["", "NaN", "nan", "null", "None", "N/A", "-", "\"\""])
    func missingPriceIsSpelledInManyWays(text: String) throws {
        let rows = "A,2020-01-01,1,1,1,1,1\nA,2020-01-02,1,\(text),1,1,1\n"
        #expect(try Self.history(rows).counts == RowCounts(rows: 2, rowsDropped: 1))
        let volume = try Self.history("A,2020-01-01,1,1,1,1,\(text)\n").bars.volume
        #expect(volume == [0], "a missing volume is 0")
    }

    @Test(arguments: [
        ("", PriceError.Code.noData, "test prices is empty"),
        ("\n\r\n", .noData, "is empty"),
        (header, .noData, "has a header, but no rows"),
        ("Date,Open\n1,2\n", .badData, "line 1: expected a header"),
        ("2020-01-01,1,1,1,1\n", .badData, "and perhaps volume; found no 'date'"),
        ("date,open,high,low\n", .badData, "found no 'close' among 'date', 'open', 'high', 'low'"),
        ("date,open,high,low,close,open\n", .badData, "columns 2 and 6 are both called 'open'"),
        ("<!DOCTYPE html>\n<html>", .badData, "holds a web page instead of prices"),
        ("<html><body>", .badData, "holds a web page"),
        ("No data\n", .noData, "'No data'"),
        ("Exceeded the daily hits limit", .badData, "'Exceeded the daily hits limit'"),
        ("{\"chart\":{", .badData, "holds JSON"),
        ("Price,Close,Open\nTicker,A\n", .badData, "three header lines"),
        ("Price,Close,High,Low,Open\nTicker,A,A,A,B\nDate,,,,\n", .badData, "found no 'open'"),
    ])
    func anotherFileIsRefused(text: String, code: PriceError.Code, message: String) throws {
        let error = try #require(throws: PriceError.self) {
            try PriceTable(csv: Array(text.utf8), name: "test")
        }
        #expect(error.code == code)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test(arguments: [
        "root:*:19000:0:99999:7:::\n", "PATH=/usr/bin\0TOKEN=hunter2\0", "name,hunter2\na,b\n",
        "date,hunter2\n", "Price,hunter2\nTicker,hunter2\nhunter2,1\n",
        "Ticker,hunter2\nPrice,1\nroot:,2\n",
    ])
    func nothingOfAFileThatHoldsNoPricesIsQuoted(text: String) throws {
        let error = try #require(throws: PriceError.self) {
            try PriceTable(csv: Array(text.utf8), name: "test")
        }
        #expect(error.code == .badData)
        for word in ["root", "hunter2", "PATH", "19000"] {
            #expect(!error.message.contains(word), "\(error.message)")
        }
    }
}
