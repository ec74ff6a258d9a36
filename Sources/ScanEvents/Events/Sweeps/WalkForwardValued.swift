extension ScanEvent {
    /// What sets made that were chosen on one window of time and measured on the next, or a part of
    /// the curve.
    package struct WalkForwardValued: EventForm {
        package static let type: StaticString = "walk_forward_valued"
        package static let about: StaticString = """
            Of each window the set that was best in it, and what that set made of the days behind it; \
            and these days joined, beside the best set of all over the same days. Both are slices of \
            one whole run of each set; to change sets costs nothing. A long curve is cut into several \
            records, in order; the windows are in the one with offset 0, which starts afresh.
            """

        /// The windows; in the first part only.
        package var windows: [SweepWindow] = []
        /// The joined curve of the chosen sets.
        package var outOfSample = PortfolioStatistics()
        /// The curve of the best set of all over the same days.
        package var inSample = PortfolioStatistics()
        /// How many points the whole curve has.
        package var points = 0
        /// How many points come before the first of this part.
        package var offset = 0
        /// The times of the points.
        package var times: [String] = []
        /// The joined curve, from the start value of the portfolio.
        package var values: [Double] = []
        /// The best set's curve over the same days, from the same value.
        package var inSampleValues: [Double] = []

        /// The most windows.
        package static let maxWindows = 200
        /// The most points of one event; with so many it fits into a record whatever they are.
        package static let maxPointsInRecord = 400

        package var event: ScanEvent { .walkForwardValued(self) }
        package var isConsistent: Bool {
            times.count == values.count && times.count == inSampleValues.count
        }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "windows", &windows, .each(.any, 0...Self.maxWindows), "The windows, in order.")
            try form.object("out_of_sample", &outOfSample)
            try form.object("in_sample", &inSample)
            try form.member("points", &points, .count, "How many points the whole curve has.")
            try form.member(
                "offset", &offset, .count, "How many points come before the first of this part.")
            try form.member(
                "times", &times, .each(.barTime, 0...Self.maxPointsInRecord), "Times of the points."
            )
            try form.member(
                "values", &values, .each(.any, 0...Self.maxPointsInRecord),
                "What the portfolio of the chosen sets was worth at each.")
            try form.member(
                "in_sample_values", &inSampleValues, .each(.any, 0...Self.maxPointsInRecord),
                "What the portfolio of the best set of all was worth at each, from the same value.")
        }
    }
}

/// A window of a walk-forward: where a set was chosen, and what it made of the time behind.
package struct SweepWindow: PartForm {
    package static let about: StaticString =
        "A window: where a set was chosen, and what it made of the days behind."
    package static let noun = "a window"

    /// The first day of choosing.
    package var trainFrom = ""
    /// The first day of measuring.
    package var testFrom = ""
    /// The last day of measuring.
    package var testTo = ""
    /// The place of the chosen set; nil where none has a figure.
    package var set: Int?
    /// Its objective where it was chosen.
    package var trainFigure: Double?
    /// Its objective where it was measured.
    package var testFigure: Double?

    /// Joins its fields.
    package init() {}

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("train_from", &trainFrom, .date, "First day of choosing.")
        try form.member("test_from", &testFrom, .date, "First day of measuring.")
        try form.member("test_to", &testTo, .date, "Last day of measuring.")
        try form.member("set", &set, .count, "Place of the chosen set.")
        try form.member("train", &trainFigure, .any, "Its objective where it was chosen.")
        try form.member("test", &testFigure, .any, "Its objective where it was measured.")
    }
}
