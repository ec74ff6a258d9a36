import MarketData
import ScanEvents
import StockWork
import Testing

@testable import Scanning

struct RefusalStreakTests {
    private func cause(
        _ code: PriceError.Code, _ message: String = "m", of ticker: String = "A"
    ) throws -> RefusalCause {
        try #require(RefusalCause(StockFailure(PriceError(code, message)), of: ticker))
    }

    /// What is decided about each of a row of refusals (`r`, `t` of two causes) and answers (`a`).
    private func decisions(_ row: String, _ streak: inout RefusalStreak) throws -> String {
        var text = ""
        for letter in row {
            switch letter {
            case "a":
                streak.noteAnswer()
                text += "a"
            case "p":
                streak.noteRecovery()
                text += "p"
            default:
                let cause = try cause(letter == "r" ? .rateLimited : .timeout)
                switch streak.noteRefusal(cause) {
                case (.hold, let failed): text += failed ? "f" : "h"
                case (.pause, _): text += "P"
                case (.giveUp, _): text += "G"
                }
            }
        }
        return text
    }

    @Test(arguments: [
        ("rrr", "hhP"), ("rrar", "hhah"), ("rarara", "hahaha"), ("rrt", "hhf"),
        ("rtrtrt", "hfffff"), ("rrtrr", "hhffh"),
        // After a pause that helped little, the scan ends; after one that did, it pauses again.
        ("rrrprrr", "hhPphhG"), ("rrrparrr", "hhPpahhG"), ("rrrpaarrr", "hhPpaahhP"),
    ])
    func enoughEqualRefusalsInARowCallForAPause(row: String, expected: String) throws {
        var streak = RefusalStreak(limit: 3)
        #expect(try decisions(row, &streak) == expected)
    }

    @Test func whatIsAStocksOwnFaultIsNoRefusal() throws {
        for code in [PriceError.Code.unknownTicker, .noData] {
            #expect(RefusalCause(StockFailure(PriceError(code, "m")), of: "A") == nil)
        }
        let short = StockFailure(code: .insufficientBars, message: "m")
        #expect(RefusalCause(short, of: "A") == nil)
    }

    @Test func refusalsAreEqualWhateverTheStockAndBadDataByItsWords() throws {
        #expect(try cause(.internal, "'A' x") == cause(.internal, "'B' y", of: "B"))
        #expect(try cause(.internal) != cause(.timeout))
        #expect(try cause(.badData, "'A': a page") == cause(.badData, "'B': a page", of: "B"))
        #expect(try cause(.badData, "'A': row 1") != cause(.badData, "'A': row 2"))
    }
}
