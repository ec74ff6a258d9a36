extension Signal {
    /// Enters long on a crossing upwards, and leaves on one downwards.
    static func longOnly(_ crossing: CrossOver.Crossing, _ position: Position) -> Signal {
        switch (position, crossing) {
        case (.flat, .up): .enterLong
        case (.long, .down): .exit
        default: .hold
        }
    }
}
