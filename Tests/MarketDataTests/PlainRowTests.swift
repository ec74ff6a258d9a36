import Foundation
import MarketData
import TestSupport
import Testing

/// Plain rows are read by a reader of their own, and quoted ones by that of all other rows.
@Suite(.timeLimit(.minutes(3))) struct PlainRowTests {
    private static let names = ["ticker", "date", "open", "high", "low", "close", "volume"]

    /// What a file of rows gives, errors included, in words.
    private static func outcome(_ rows: [[String]], quoted: Bool, lineEnd: String) -> String {
        let lines = ([names] + rows).map { fields in
            fields.map { quoted ? "\"\($0)\"" : $0 }.joined(separator: ",")
        }
        do throws(PriceError) {
            let text = lines.joined(separator: lineEnd)
            let table = try PriceTable(csv: Array(text.utf8), name: "test")
            return table.tickers.map { ticker in
                "\(ticker) \(Result { try table.history(of: ticker, from: nil, to: nil) })"
            }.joined(separator: "\n")
        } catch {
            return "\(error)"
        }
    }

    private static func expectTheSame(_ rows: [[String]], _ comment: Comment) {
        for lineEnd in ["\n", "\r\n"] {
            #expect(
                outcome(rows, quoted: false, lineEnd: lineEnd)
                    == outcome(rows, quoted: true, lineEnd: lineEnd), comment)
        }
    }

    @Test func everyDayOfFiveYearsIsReadAsQuotedOnesAre() throws {
        var rows: [[String]] = []
        for dayNumber in Int32(10_900)..<12_730 {
            let day = try #require(CalendarDate(dayNumber: dayNumber))
            rows.append(["A", "\(day)", "1", "1", "1", "1", "\(dayNumber)"])
        }
        #expect(Self.outcome(rows, quoted: false, lineEnd: "\n").contains("rows: 1830"))
        Self.expectTheSame(rows, "1999-11-05 to 2004-11-08")
    }

    @Test(arguments: [
        "2001-02-29", "2000-02-30", "2001-04-31", "2001-00-01", "2001-13-01", "2001-01-00",
        "0000-01-01", "20010-1-01", "2001/01/02", "2001-01-0a", "2001-01-0", "2001-01-02T00:00",
    ])
    func dayThatIsNoneIsRefusedInBothForms(day: String) {
        let first = ["A", "2000-12-31", "1", "1", "1", "1", "1"]
        Self.expectTheSame([first, ["A", day, "1", "1", "1", "1", "1"]], "\(day)")
    }

    @Test func randomRowsAreReadAsQuotedOnesAre() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let odd = [
            "", "0", "0.0", "-1", "+1", ".5", "5.", ".", "1e2", "nan", "1.2.3", "x",
            "1234567890123456", "0.1234567890123456", "123456789012345", "0.00000000000001",
        ]
        func number(_ random: inout SeededGenerator) -> String {
            if Int.random(in: 0..<40, using: &random) == 0 {
                return odd.randomElement(using: &random) ?? ""
            }
            let digits = String(Int.random(in: 1..<1_000_000_000, using: &random))
            let decimals = Int.random(in: 0...digits.count, using: &random)
            return digits.dropLast(decimals) + (decimals > 0 ? "." + digits.suffix(decimals) : "")
        }
        for _ in 0..<300 {
            let rows = (0..<Int.random(in: 1..<12, using: &random)).map { index in
                let ticker = ["A", "AB", "B"][Int.random(in: 0..<12, using: &random) / 5]
                return [ticker, "2020-01-\(index + 11)"]
                    + (0..<Int.random(in: 0..<60, using: &random).clamped).map { _ in
                        number(&random)
                    }
            }
            Self.expectTheSame(rows, "seed \(seed)")
        }
    }

    @Test func adjustedPricesAndOtherColumnsAreReadAsQuotedOnesAre() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/A.csv"
            let rows = [
                "2020-01-01,8,9,7,8,4,note,10", "2020-01-02,8,9,7,8,2,,20",
                "2020-01-03,8,9,7,8,,,30", "2020-01-06,8,9,7,8,8,\"a,b\",40",
            ]
            var digests: Set<String> = []
            for adjusted in [false, true] {
                for isQuoted in [false, true] {
                    var text = "date,open,high,low,close,adj close,remark,volume\n"
                    for row in rows {
                        text +=
                            (isQuoted ? "\"\(row.prefix(10))\"" + row.dropFirst(10) : row) + "\n"
                    }
                    try text.write(toFile: path, atomically: true, encoding: .utf8)
                    let prices = try CSVPrices(path: path, name: "csv", adjusted: adjusted)
                    let history = try await prices.history(of: "A", from: nil, to: nil)
                    #expect(history.counts.rows == 4)
                    #expect(history.bars.volume == (adjusted ? [10, 20, 40] : [10, 20, 30, 40]))
                    digests.insert(history.bars.digest)
                }
            }
            #expect(digests.count == 2, "one with and one without adjustment")
        }
    }
}

extension Int {
    /// Five, and now and then fewer or more.
    fileprivate var clamped: Int { self < 2 ? 4 + 2 * self : 5 }
}
