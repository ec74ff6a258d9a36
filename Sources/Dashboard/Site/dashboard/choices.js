// What the page offers. Written by Tools/write-schemas from what the program has.

/** Price sources that need no more than their name. */
export const SOURCES = [
    ["bundled", "Bundled: S&P 500, 2013 to 2018"],
    ["yahoo", "Yahoo Finance"],
];

/** Files of a result. */
export const FORMATS = [
    ["csv", "Stocks as CSV"],
    ["ndjson", "Stocks as JSON lines"],
    ["parquet", "Stocks as Parquet"],
    ["sqlite", "Database (SQLite)"],
];
