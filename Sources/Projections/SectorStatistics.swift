internal import JSONText
internal import ScanEvents

/// The figures of the stocks of one sector.
struct SectorStatistics {
    private let sector: String?
    private let ranking: [StockResult]
    private let failed: Int

    /// The figures of each sector by name; those of the stocks without a sector come last.
    static func all(
        ranking: [StockResult], failures: [ScanEvent.StockFailed]
    ) -> [SectorStatistics] {
        let results = Dictionary(grouping: ranking, by: \.sector)
        let failures = Dictionary(grouping: failures, by: \.sector)
        let sectors = Set(results.keys).union(failures.keys)
        let names = sectors.compactMap(\.self).sorted() as [String?]
        return (names + (sectors.contains(nil) ? [nil] : [])).map { sector in
            SectorStatistics(
                sector: sector, ranking: results[sector] ?? [],
                failed: failures[sector]?.count ?? 0)
        }
    }

    /// Writes the figures as an object.
    func write(to json: inout JSONWriter) {
        let returnPct = Distribution(ranking.map(\.returnPct))
        let trades = ranking.sum(\.totalTrades)
        json.object { json in
            json.nullableMember("sector", sector)
            json.member("stocks", ranking.count)
            json.member("failed", failed)
            json.member("pnl", ranking.sum(\.pnl), places: 2)
            json.member("avg_return_pct", returnPct?.mean, places: 2)
            json.member("median_return_pct", returnPct?.median, places: 2)
            json.member("profitable_stocks", ranking.count { $0.pnl > 0 })
            json.member("losing_stocks", ranking.count { $0.pnl < 0 })
            json.member("total_trades", trades)
            json.member("win_rate", percent(ranking.sum(\.winningTrades), of: trades), places: 2)
            json.nullableMember("best", ranking.first?.ticker)
            json.nullableMember("worst", ranking.last?.ticker)
        }
    }
}
