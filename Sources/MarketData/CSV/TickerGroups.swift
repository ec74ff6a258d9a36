/// The rows of a file, gathered by ticker, whether a ticker's rows are together or not.
struct TickerGroups {
    /// One group a ticker, in the order of their first rows.
    var all: [PriceRows]
    private var indices: [String: Int] = [:]
    private var last = (field: 0..<0, index: 0)
    private let expectedRows: Int
    /// The group of the rows that name no ticker, which the first of them begins.
    private var nameless: Int?

    /// Starts with the tickers that the header or the file's name tells.
    init(_ columns: PriceColumns, _ file: PriceCSV) {
        expectedRows = file.expectedRows
        guard columns.ticker == nil else {
            all = []
            return
        }
        all = columns.series.map {
            PriceRows(
                ticker: $0.ticker ?? file.fileTicker ?? "", capacity: file.expectedRows)
        }
    }

    /// The group of the last row, and where its ticker was read; nil before the first ticker.
    var current: (ticker: Range<Int>, index: Int)? {
        last.index < all.count ? (last.field, last.index) : nil
    }

    /// The index of the group whose ticker is that field; a new group when there is none.
    mutating func index(of field: Range<Int>, _ bytes: Span<UInt8>) -> Int {
        if isLast(field, bytes) { return last.index }
        let ticker = String(decoding: field.map { bytes[$0] }, as: UTF8.self)
        let index = indices[ticker, default: all.count]
        if index == all.count {
            indices[ticker] = index
            all.append(PriceRows(ticker: ticker, capacity: all.last?.count ?? expectedRows))
        }
        last = (field, index)
        return index
    }

    /// Fails groups that have not failed before.
    mutating func fail(_ range: Range<Int>, _ error: PriceError) {
        for index in range where all[index].failure == nil {
            all[index].failure = error
        }
    }

    /// Notes a row whose ticker cannot be told; the first one's fault stands for all.
    mutating func failNameless(_ error: PriceError) {
        guard nameless == nil else { return }
        nameless = all.count
        all.append(PriceRows(ticker: "", capacity: 0))
        all[all.count - 1].failure = error
    }

    private func isLast(_ field: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard !field.isEmpty, field.count == last.field.count else { return false }
        for place in 0..<field.count
        where bytes[field.lowerBound + place] != bytes[last.field.lowerBound + place] {
            return false
        }
        return true
    }
}
