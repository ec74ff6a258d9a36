import Foundation

/// What was done in the time that is measured.
struct Work {
    var tickers: Int
    var trades: Int?
    var profit: Double?

    /// Whether a peer has done the same: its stocks and trades, and by how much its profit differs.
    func comparison(with peer: PeerWork) -> String {
        var parts = [
            peer.tickers == tickers
                ? "same \(tickers) stocks" : "\(peer.tickers) stocks, ours \(tickers)"
        ]
        if let trades, let theirs = peer.trades {
            parts.append(
                theirs == trades ? "same \(trades) trades" : "\(theirs) trades, ours \(trades)")
        }
        if let profit, let theirs = peer.profit {
            let difference = (theirs - profit).magnitude / max(profit.magnitude, 1)
            parts.append(String(format: "profits within %.1e", difference))
        }
        return parts.joined(separator: ", ")
    }
}

/// What a peer's script printed.
struct PeerWork: Decodable {
    let seconds: [Double]
    let version: String
    let tickers: Int
    let trades: Int?
    let profit: Double?

    init(json: Data) throws {
        self = try JSONDecoder().decode(PeerWork.self, from: json)
    }
}
