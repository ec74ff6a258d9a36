import Indicators
import StrategyText

/// What rules can know of the position at a close; NaN is missing.
struct PositionView {
    /// Whether there is one, and on which side.
    var position = Position.flat
    /// The bar whose close gave the signal; nil while flat.
    var signalBar: Int?
    /// The place of the rule that entered.
    var entryRule: Int?
    /// The price of the fill.
    var entryPrice = Double.nan
    /// Bars since that of the fill.
    var barsHeld = Double.nan
    /// The highest high since the fill; its price before there is one, as with the next three.
    var highestHigh = Double.nan
    var lowestLow = Double.nan
    var highestClose = Double.nan
    var lowestClose = Double.nan
    /// Net profit of the last closed trade in per cent of what its entry cost.
    var lastReturn = Double.nan
    /// Bars since that of the last exit.
    var barsSinceExit = Double.nan

    /// Whether a bar has come since the fill.
    private var hasBars = false

    subscript(field: PositionField) -> Double {
        switch field {
        case .flat: position == .flat ? 1 : 0
        case .inLong: position == .long ? 1 : 0
        case .inShort: position == .short ? 1 : 0
        case .entryPrice: entryPrice
        case .barsHeld: barsHeld
        case .highestHigh: highestHigh
        case .lowestLow: lowestLow
        case .highestClose: highestClose
        case .lowestClose: lowestClose
        case .lastReturn: lastReturn
        case .barsSinceExit: barsSinceExit
        }
    }

    /// Begins a position that the signal of a bar, by a rule, has entered.
    mutating func enter(_ signalBar: Int, rule: Int, _ held: Holding) {
        position = held.size > 0 ? .long : .short
        self.signalBar = signalBar
        entryRule = rule
        entryPrice = held.entryPrice
        barsHeld = 0
        (highestHigh, lowestLow) = (held.entryPrice, held.entryPrice)
        (highestClose, lowestClose) = (held.entryPrice, held.entryPrice)
        hasBars = false
    }

    /// Takes the next bar of the position.
    mutating func update(_ bar: Int, entryBar: Int, _ prices: PriceColumns) {
        barsHeld = Double(bar - entryBar)
        let (high, low, close) = (prices.high[bar], prices.low[bar], prices.close[bar])
        highestHigh = hasBars ? max(highestHigh, high) : high
        lowestLow = hasBars ? min(lowestLow, low) : low
        // Of a fill at the close, the close of its bar counts, whatever the slippage.
        if !hasBars {
            (highestClose, lowestClose) = (prices.close[entryBar], prices.close[entryBar])
        }
        highestClose = max(highestClose, close)
        lowestClose = min(lowestClose, close)
        hasBars = true
    }
}

extension PositionField {
    /// Whether it stays as it is from one fill to the next.
    var isOfTheWholePosition: Bool {
        switch self {
        case .flat, .inLong, .inShort, .entryPrice, .lastReturn: true
        case .barsHeld, .highestHigh, .lowestLow, .highestClose, .lowestClose, .barsSinceExit:
            false
        }
    }
}
