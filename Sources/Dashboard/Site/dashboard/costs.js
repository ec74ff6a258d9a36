// What orders, borrowed shares and cash cost and earn besides the commission: the members of a
// request, their fields, and how they are told.

export const COSTS = [
    { name: "slippage", title: "slippage", label: "Slippage, %", isShare: true,
        hint: "Every order fills so much worse" },
    { name: "slippage_per_share", title: "slippage a share", label: "Slippage a share, $" },
    { name: "fixed_fee", title: "an order", label: "Fixed fee an order, $" },
    { name: "fee_per_share", title: "a share", label: "Fee a share, $" },
    { name: "min_fee", title: "an order at least", label: "Least fee an order, $" },
    { name: "borrow_rate", title: "a year for borrowed shares", label: "Borrowing a year, %",
        isShare: true, hint: "Of short positions" },
    { name: "cash_rate", title: "a year on cash", label: "Interest a year, %", isShare: true,
        hint: "On cash" },
];

/** The costs of a request in words, those that are not zero. */
export function costsOf(request) {
    return COSTS.filter(({ name }) => request[name]).map(({ name, title, isShare }) =>
        `${isShare ? `${asPercent(request[name])}%` : `$${request[name]}`} ${title}`);
}

/** The members of a request that are there only where they are set. */
export function optionalTerms(request) {
    const names = [
        ...COSTS.map(({ name }) => name), "trade_from", "stop_at_ruin", "benchmark", "include_open"];
    return Object.fromEntries(
        names.filter((name) => request[name]).map((name) => [name, request[name]]));
}

/** A share in per cent, without what rounding adds. */
export function asPercent(share) {
    return Number((share * 100).toFixed(8));
}
