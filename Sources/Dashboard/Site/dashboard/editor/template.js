// What a new strategy begins with.

export const TEMPLATE = `strategy "My strategy" language 1
about "Buys a short fall within a long rise."

// Inputs can be changed for each run, within their range.
input days = 2 from 2 to 30 step 1 "Bars of the RSI."
input weak = 10.0 from 1 to 40 step 1 "Below this, the RSI counts as weak."

// Columns have a value on every bar.
calm = sma(close, 200)
r = rsi(close, days)

// Rules say when a position is entered and left.
enter long when close > calm and r < weak
    "Buy a weak day above the long average."
exit long when r > 70
    "Sell when the RSI has recovered."
stop 10%
`;
