extension Signal {
    /// Enters long on a crossing upwards, and leaves on one downwards.
    static func longOnly(_ direction: CrossOver.Direction?, _ position: Position) -> Signal {
        switch (position, direction) {
        case (.flat, .up): .enterLong
        case (.long, .down): .exit
        default: .hold
        }
    }
}
