extension ParameterDeclaration {
    /// A number of bars.
    static func period(_ name: String, _ bars: Int, summary: String) -> ParameterDeclaration {
        ParameterDeclaration(
            name: name, kind: .integer, default: Double(bars), range: 2...500, step: 1,
            summary: summary)
    }

    /// A bound that an indicator is compared with.
    static func level(
        _ name: String, _ value: Double, in range: ClosedRange<Double>, step: Double = 5,
        summary: String
    ) -> ParameterDeclaration {
        ParameterDeclaration(
            name: name, kind: .number, default: value, range: range, step: step,
            summary: summary)
    }

    /// What a distance is multiplied by.
    static func factor(
        _ name: String, _ value: Double, summary: String
    ) -> ParameterDeclaration {
        ParameterDeclaration(
            name: name, kind: .number, default: value, range: 0.1...10, step: 0.1,
            summary: summary)
    }
}
