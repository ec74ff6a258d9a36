extension StrategyProgram {
    /// Gathers what a checked text tells of itself, and binds its defaults.
    init(
        _ checker: Checker, _ list: TokenList, _ source: SourceText, _ functions: FunctionCatalogue
    ) throws(StrategyProblems) {
        let checked = checker.checked.inputsInOrder
        let writer = CanonicalText(source: source, list: list)
        var parts = Parts(writer: writer, checked: checker.checked)
        for statement in checker.checked.syntax.statements { parts.add(statement) }
        text = source.string(0..<source.bytes.count)
        title = parts.title
        about = parts.about
        inputs = checked
        requirements = parts.requirements
        tags = parts.tags
        columns = parts.columns
        rules = parts.rules
        warnings = checker.warnings()
        self.checked = checker.checked
        catalogue = functions
        self.source = source
        sentences = parts.sentences
        var binder = Binder(
            checker.checked, inputs: checker.checked.inputs.map(\.initial), functions, source,
            sentences: parts.sentences)
        plan = try binder.bind()
    }

    /// What the statements tell one after the other.
    private struct Parts {
        let writer: CanonicalText
        let checked: CheckedSyntax
        var title = ""
        var about: String?
        var requirements: [Requirement] = []
        var tags: [String] = []
        var columns: [Column] = []
        var rules: [Rule] = []
        var sentences: [Int: String] = [:]
        private var columnCount = 0

        init(writer: CanonicalText, checked: CheckedSyntax) {
            self.writer = writer
            self.checked = checked
        }

        mutating func add(_ statement: Statement) {
            let line = writer.source.line(of: statement.range.lowerBound) + 1
            switch statement.kind {
            case .strategy(let title): self.title = title
            case .about(let about): self.about = about
            case .column(let name, let root): add(name, root, statement, isState: false, line)
            case .state(let name, _, let next):
                add(name, next, statement, isState: true, line)
            case .enter(_, let tag, _, let sentence):
                if let tag, !tags.contains(tag.text) { tags.append(tag.text) }
                add(statement, sentence, line)
            case .exit(_, _, let sentence): add(statement, sentence, line)
            case .level, .sizePercent, .sizeShares, .risk, .rank, .allowReversal:
                add(statement, nil, line)
            case .require(let condition, let reason):
                let words = writer.source.string(checked.syntax.nodes[condition].range)
                requirements.append(Requirement(condition: words, reason: reason, line: line))
            case .input, .broken: break
            }
        }

        private mutating func add(
            _ name: Name, _ root: Int, _ statement: Statement, isState: Bool, _ line: Int
        ) {
            var lines: [String] = []
            if case .lines(let names) = checked.types[root].kind { lines = names }
            columns.append(
                Column(
                    name: name.text, lines: lines, isTruth: checked.types[root].kind == .truth,
                    isState: isState, statement: writer.line(statement.tokens), line: line))
        }

        private mutating func add(_ statement: Statement, _ sentence: String?, _ line: Int) {
            let words = writer.line(statement.tokens)
            sentences[statement.tokens.lowerBound] = words
            rules.append(Rule(sentence: sentence ?? words, statement: words, line: line))
        }
    }
}

extension CheckedSyntax {
    /// The inputs as a file shows them: its own, then the size of a position.
    var inputsInOrder: [StrategyInput] {
        inputs.filter { $0.line > 0 } + inputs.filter { $0.line == 0 }
    }
}
