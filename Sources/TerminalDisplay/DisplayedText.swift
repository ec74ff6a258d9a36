extension StringProtocol {
    /// How many columns of a terminal the text takes, which is none for what is not seen.
    var columns: Int {
        unicodeScalars.reduce(0) { $0 + $1.columns }
    }

    /// The text's beginning that fits into so many columns.
    func clipped(to columns: Int) -> String {
        var left = columns
        let fitting = unicodeScalars.prefix { scalar in
            left -= scalar.columns
            return left >= 0
        }
        return String(String.UnicodeScalarView(fitting))
    }
}

extension Unicode.Scalar {
    /// The columns of the character: none for one that joins another, two for the wide ones.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        // The blocks whose characters are wide or full width (Unicode annex 11).
        return switch value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97c,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff01...0xff60,
            0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff,
            0x20000...0x3fffd:
            2
        default: 1
        }
    }
}
