extension StringProtocol {
    /// The text with nothing in it that a terminal would obey or hide, nor the end of a line.
    ///
    /// Tickers and messages come from files and from services: a sequence in them that moves the
    /// cursor or turns the writing around must not work.
    package var harmless: String {
        if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return String(self) }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.isHarmless ? scalar : "\u{fffd}") }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal shows the character as what it is.
    var isHarmless: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
