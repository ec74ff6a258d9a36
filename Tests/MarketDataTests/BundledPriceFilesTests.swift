import Crypto
import Foundation
import MarketData
import Testing
import Zlib

/// The files as they come with the program, read by other means than the program's.
@Suite struct BundledPriceFilesTests {
    /// A line of the index.
    private struct Entry {
        let ticker: Substring
        let members: Range<Int>
        let rows: Int
        let firstDate: Substring
        let lastDate: Substring
    }

    private static func entries() throws -> [Entry] {
        let text = try String(contentsOf: BundledPriceFiles.installed().index, encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "ticker,offset,length,rows,first_date,last_date")
        return try lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            try #require(fields.count == 6, "\(line)")
            let offset = try #require(Int(fields[1]))
            return Entry(
                ticker: fields[0], members: offset..<(offset + (try #require(Int(fields[2])))),
                rows: try #require(Int(fields[3])), firstDate: fields[4], lastDate: fields[5])
        }
    }

    /// The digest is that of the published text, `all_stocks_5yr` of "S&P 500 stock data" with its
    /// columns in our order: what `zcat | sha256sum` says of the file before it was cut in blocks.
    @Test func textIsThePublishedOneToTheByte() throws {
        let bytes = [UInt8](try Data(contentsOf: BundledPriceFiles.installed().prices))
        let text = try gunzip(bytes, limitBytes: 64 * 1024 * 1024)
        #expect(text.count == 29_580_551)
        let digest = SHA256.hash(data: text).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(
            digest.joined()
                == "d8e9a30e735f4e515e7db581f3c7cb9a05c91259a467aa0a1e1dd0d8b8b9f697")
    }

    /// BGZF, section 4.1 of the SAM specification.
    @Test func everyMemberIsABlockThatTellsItsSizeAndIndexedOnesBeginWhereItSays() throws {
        let bytes = [UInt8](try Data(contentsOf: BundledPriceFiles.installed().prices))
        let entries = try Self.entries()
        var starts: [Int] = []
        var start = 0
        while start + 28 <= bytes.count {
            starts.append(start)
            #expect(
                Array(bytes[start..<(start + 16)]) == [
                    0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0,
                ])
            let end = start + Int(bytes[start + 16]) + Int(bytes[start + 17]) << 8 + 1
            try #require(end <= bytes.count)
            let size = bytes[(end - 4)..<end].reversed().reduce(0) { $0 << 8 + Int($1) }
            #expect(size <= 64 * 1024)
            start = end
        }
        #expect(start == bytes.count)
        #expect(
            Array(bytes.suffix(28)) == [
                0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, 0x1b, 0, 3, 0,
                0, 0, 0, 0, 0, 0, 0, 0,
            ], "an empty block ends the file")
        #expect(Set(entries.map(\.members.lowerBound)).isSubset(of: starts))
    }

    @Test func indexTellsWhichRowsTheMembersHold() throws {
        let bytes = [UInt8](try Data(contentsOf: BundledPriceFiles.installed().prices))
        let entries = try Self.entries()
        #expect(entries.count == 505)
        var end = try #require(entries.first).members.lowerBound
        let header = try gunzip(Array(bytes[..<end]), limitBytes: 100)
        #expect(
            String(decoding: header, as: UTF8.self) == "ticker,date,open,high,low,close,volume\n")
        for entry in entries {
            #expect(entry.members.lowerBound == end)
            end = entry.members.upperBound
            let text = try gunzip(Array(bytes[entry.members]), limitBytes: 128 * 1024)
            let rows = text.split(separator: UInt8(ascii: "\n"))
            #expect(text.last == UInt8(ascii: "\n") && rows.count == entry.rows)
            #expect(rows.allSatisfy { $0.starts(with: "\(entry.ticker),".utf8) })
            #expect(rows.first?.starts(with: "\(entry.ticker),\(entry.firstDate),".utf8) == true)
            #expect(rows.last?.starts(with: "\(entry.ticker),\(entry.lastDate),".utf8) == true)
        }
        #expect(end == bytes.count - 28)
    }
}
