/// What a strategy wants done with its position.
enum Order: Equatable {
    /// Opens a position, of which there is none.
    case enter(Position, EntrySize)
    /// Closes the position.
    case exit
    /// Closes the position and opens one on the other side, at one price.
    case reverse(Position, EntrySize)
}

/// How many shares an entry takes, by what is known at the close of its signal.
enum EntrySize: Equatable {
    /// So many per cent of the equity.
    case percent(Double)
    /// So many shares.
    case shares(Double)
    /// So many shares that losing `distance` on each is `percent` per cent of the equity, and never
    /// more than `most` per cent of the equity pays.
    case risk(percent: Double, distance: Double, most: Double)
}

/// What a strategy holds.
enum Position: Int, CaseIterable {
    case flat
    case long
    case short
}
