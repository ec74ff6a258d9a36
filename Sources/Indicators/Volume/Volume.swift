extension IndicatorCatalogue {
    /// The functions that mind how much was traded.
    static let volume: [IndicatorFunction] = volumeTotals + volumeOscillators
}
