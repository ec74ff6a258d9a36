extension StringProtocol {
    /// The text with nothing in it that a terminal would obey or hide.
    ///
    /// Tickers and messages come from files and from services: a sequence in them that moves the
    /// cursor or turns the writing around must not work.
    package var harmless: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append("\u{fffd}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
