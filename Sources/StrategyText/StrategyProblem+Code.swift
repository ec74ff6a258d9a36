extension StrategyProblem {
    /// What kind of problem it is; a code never changes its meaning.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// A file that cannot be read, or whose name is none of a strategy; nothing of its text is
        /// known.
        case file
        /// The bytes are not UTF-8.
        case encoding
        /// More than 64 KiB, 400 statements, 32 inputs, 16 states, 500 columns or 64 levels.
        case limit
        /// A character that means nothing in the language.
        case character
        /// A text that does not end, or has an unknown escape.
        case text
        /// A number that cannot be read.
        case number
        /// The first line is indented.
        case indent
        /// The file does not begin with `strategy "NAME" language 1`.
        case firstLine = "first_line"
        /// A language that is not known.
        case language
        /// A statement that there is not.
        case statement
        /// A statement that goes on in another way than the grammar says.
        case syntax
        /// A form of another language, with the form of this one.
        case habit
        /// A name that nothing has.
        case unknownName = "unknown_name"
        /// A function that there is not.
        case unknownFunction = "unknown_function"
        /// A line that a function does not have.
        case unknownLine = "unknown_line"
        /// A tag that no entry has.
        case unknownTag = "unknown_tag"
        /// A name that is used above its definition.
        case definedBelow = "defined_below"
        /// A name that is defined twice.
        case definedTwice = "defined_twice"
        /// A name that the language keeps for itself.
        case reserved
        /// A number where a truth belongs, and the like.
        case type
        /// Another count of arguments than the function has.
        case arguments
        /// A value of the run where a number known before it belongs.
        case notKnown = "not_known"
        /// A length out of its bounds.
        case length
        /// A number known before the run that has no value, such as 1 / 0.
        case noValue = "no_value"
        /// A value of the future.
        case future
        /// What depends on the position, where it may not stand.
        case position
        /// A function that looks back, applied to a state that is being made.
        case stateGroup = "state_group"
        /// A statement that may stand once.
        case givenTwice = "given_twice"
        /// An input whose default, range and step do not fit each other.
        case input
        /// A value that an input does not take.
        case inputValue = "input_value"
        /// A requirement that the inputs do not meet.
        case requirement
        /// Warning: a position that nothing closes.
        case neverLeft = "never_left"
        /// Warning: nothing enters.
        case noEntry = "no_entry"
        /// Warning: an input that nothing uses.
        case unusedInput = "unused_input"
        /// Warning: a column or a state that nothing uses.
        case unusedColumn = "unused_column"
    }
}
