// The bars that a chart shows: a range that can be zoomed and moved.

const FEWEST = 20;

export class TimeRange {
    from = 0;
    to;

    constructor(count) {
        this.count = count;
        this.to = count;
    }

    get length() {
        return this.to - this.from;
    }

    has(index) {
        return index >= this.from && index < this.to;
    }

    set(from, to) {
        const length = Math.min(this.count, Math.max(FEWEST, to - from));
        const start = Math.max(0, Math.min(this.count - length, from));
        [this.from, this.to] = [Math.round(start), Math.round(start + length)];
    }

    showLast(length) {
        this.set(this.count - length, this.count);
    }

    move(bars, { from, to } = this) {
        this.set(from + bars, to + bars);
    }

    zoom(factor, around = (this.from + this.to) / 2) {
        const start = around - (around - this.from) * factor;
        this.set(start, start + this.length * factor);
    }

    /** Moves so far that a bar is in it. */
    include(index) {
        const { length } = this;
        if (index < this.from) this.set(index, index + length);
        if (index >= this.to) this.set(index + 1 - length, index + 1);
    }
}
