extension Parser {
    /// Reads what stands behind 'input'.
    mutating func inputs() throws(Halt) -> [InputSyntax] {
        var inputs: [InputSyntax] = []
        repeat {
            let name = try newName("an input")
            guard take(.assign) else {
                try fail(
                    .syntax, "an input is: input NAME = 14 from 2 to 50 step 1 \"what it does\"")
            }
            if kind() == .name, kind(1) == .sign(.dot) {
                try fail(
                    .habit,
                    "an input is: input \(name.text) = 14 from 2 to 50 step 1 \"what it does\"")
            }
            inputs.append(try input(name))
        } while take(.comma)
        return inputs
    }

    private mutating func input(_ name: Name) throws(Halt) -> InputSyntax {
        let initial = try number("the default of '\(name.text)'")
        var bounds: (NumberSyntax, NumberSyntax)?
        var step: NumberSyntax?
        if take("from") {
            let least = try number("the least value of '\(name.text)'")
            guard take("to") else { try fail(.syntax, "after 'from' and a number comes 'to'") }
            bounds = (least, try number("the largest value of '\(name.text)'"))
            if take("step") { step = try number("the step of '\(name.text)'") }
        } else if word() == "step" || word() == "to" {
            try fail(.syntax, "before '\(word() ?? "")' comes the range: from 2 to 50 step 1")
        }
        return InputSyntax(
            name: name, initial: initial, bounds: bounds, step: step, sentence: sentence())
    }

    private mutating func number(_ what: String) throws(Halt) -> NumberSyntax {
        let start = here.lowerBound
        let isNegative = take(.minus)
        guard kind() == .number else {
            try fail(.syntax, "\(what) is a number, not \(shownToken)")
        }
        let range = here
        place += 1
        let text = source.string(range)
        let value = Double(text) ?? .nan
        return NumberSyntax(
            value: isNegative ? 0 - value : value,
            isWhole: !text.contains(".") && value == value.rounded(.down),
            range: start..<range.upperBound)
    }
}
