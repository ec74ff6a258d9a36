/// Rules that buy an oscillator below one bound, and sell it above the other.
struct OscillatorBounds {
    let oversold: Double
    let overbought: Double

    init(_ parameters: ParameterValues) {
        oversold = parameters["oversold"]
        overbought = parameters["overbought"]
    }

    func signal(_ value: Double, _ position: Position) -> Signal {
        switch position {
        case .flat where value < oversold: .enterLong
        case .flat where value > overbought: .enterShort
        case .long where value > overbought: .exit
        case .short where value < oversold: .exit
        default: .hold
        }
    }

    /// The rules in sentences.
    static func rules(_ oscillator: String) -> [String] {
        [
            "Enter long when \(oscillator) is below oversold.",
            "Enter short when \(oscillator) is above overbought.",
            "Leave a long position when \(oscillator) is above overbought.",
            "Leave a short position when \(oscillator) is below oversold.",
        ]
    }
}
