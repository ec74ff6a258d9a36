// A table of any number of rows, of which only those in sight are in the page. Sorted by its
// headers, walked through by keys, told to readers of screens with its true size.

import { element, setText } from "./element.js";

const ROW = 34;
const BEYOND = 8;

/**
 * Columns have `name`, `title`, `value(row)` to sort by, and `cell(row, td)` that fills a cell;
 * `isNumber` and `hint` are optional.
 */
export class VirtualTable {
    rows = [];
    #columns;
    #key;
    #onOpen;
    #onSort;
    #selectedID;
    #headers = new Map();
    #body = element("tbody");
    #above = element("tr", { class: "spacer", "aria-hidden": "true" });
    #below = element("tr", { class: "spacer", "aria-hidden": "true" });
    #table;
    #pool = new Map();
    #selected = null;
    #frame = null;

    constructor({ columns, key, label, sort, onOpen, onSort, selectedID = "selected-row" }) {
        this.#columns = columns;
        this.#key = key;
        this.#onOpen = onOpen;
        this.#onSort = onSort;
        this.#selectedID = selectedID;
        this.sort = sort;
        const head = element("tr", { "aria-rowindex": 1 }, columns.map((column) =>
            this.#header(column)));
        this.#above.append(element("td"));
        this.#below.append(element("td"));
        this.#table = element("table", {
            class: "virtual-table", role: "grid", tabindex: 0, "aria-label": label,
            "aria-rowcount": 1, "aria-colcount": columns.length,
            on: { keydown: (event) => this.#keydown(event) } },
            element("colgroup", {}, columns.map((column) =>
                element("col", { class: `column-${column.name}` }))),
            element("thead", {}, head), this.#body);
        this.root = element("div", {
            class: "virtual-frame", on: { scroll: () => this.#schedule() } }, this.#table);
        this.#body.addEventListener("click", (event) => this.#click(event));
        new ResizeObserver(() => this.#schedule()).observe(this.root);
        this.#tellSort();
    }

    /** Shows other rows; the one that is selected stays so. */
    show(rows) {
        this.rows = rows;
        this.#arrange();
    }

    get selectedKey() {
        return this.#selected;
    }

    /** Selects the row so many on, and brings it into sight. */
    move(step) {
        if (this.rows.length === 0) return;
        const index = this.rows.findIndex((row) => this.#key(row) === this.#selected);
        const next = index < 0 ? (step > 0 ? 0 : this.rows.length - 1) : index + step;
        this.select(this.#key(this.rows[Math.max(0, Math.min(this.rows.length - 1, next))]));
        // Keys are the grid's from now on, such as the one that opens the row.
        this.#table.focus({ preventScroll: true });
    }

    select(key) {
        this.#selected = key;
        const index = this.rows.findIndex((row) => this.#key(row) === key);
        if (index >= 0) {
            const top = index * ROW;
            const room = this.root.clientHeight - ROW;
            if (top < this.root.scrollTop) this.root.scrollTop = top;
            if (top + ROW > this.root.scrollTop + room) this.root.scrollTop = top + ROW - room;
        }
        this.#draw();
    }

    openSelected() {
        const row = this.rows.find((each) => this.#key(each) === this.#selected);
        if (row) this.#onOpen(row);
        return Boolean(row);
    }

    sortBy(name, isDescending) {
        this.sort = { name, isDescending };
        this.#tellSort();
        this.#arrange();
        this.#onSort?.(this.sort);
    }

    #keydown(event) {
        if (event.target !== this.#table) return;
        const page = Math.max(1, Math.floor(this.root.clientHeight / ROW) - 2);
        const steps = {
            ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page,
            Home: -this.rows.length, End: this.rows.length };
        if (event.key in steps) this.move(steps[event.key]);
        else if (event.key !== "Enter" || !this.openSelected()) return;
        event.preventDefault();
        event.stopPropagation();
    }

    #header(column) {
        const button = element("button", { type: "button", title: column.hint, on: { click: () => {
            const isSame = this.sort.name === column.name;
            this.sortBy(column.name, isSame ? !this.sort.isDescending : Boolean(column.isNumber));
        } } }, column.title, element("span", { class: "sort-mark", "aria-hidden": "true" }));
        const header = element("th", {
            scope: "col", class: `column-${column.name}${column.isNumber ? " number" : ""}` },
            button);
        this.#headers.set(column.name, header);
        return header;
    }

    #tellSort() {
        for (const [name, header] of this.#headers) {
            const isSorted = name === this.sort.name;
            if (isSorted) {
                header.setAttribute(
                    "aria-sort", this.sort.isDescending ? "descending" : "ascending");
            } else {
                header.removeAttribute("aria-sort");
            }
            setText(header.querySelector(".sort-mark"),
                isSorted ? (this.sort.isDescending ? "▼" : "▲") : "");
        }
    }

    #arrange() {
        const column = this.#columns.find((each) => each.name === this.sort.name);
        const direction = this.sort.isDescending ? -1 : 1;
        const keyed = this.rows.map((row) => [column.value(row), row]);
        keyed.sort(([a, left], [b, right]) => {
            // What has no number comes last, either way.
            if (a === null || b === null) {
                if (a !== b) return a === null ? 1 : -1;
            } else if (a !== b) {
                return a < b ? -direction : direction;
            }
            return this.#key(left) < this.#key(right) ? -1 : 1;
        });
        this.rows = keyed.map(([, row]) => row);
        this.#table.setAttribute("aria-rowcount", this.rows.length + 1);
        this.#draw();
    }

    #schedule() {
        this.#frame ??= requestAnimationFrame(() => this.#draw());
    }

    #draw() {
        cancelAnimationFrame(this.#frame);
        this.#frame = null;
        const first = Math.max(0, Math.floor(this.root.scrollTop / ROW) - BEYOND);
        const inSight = Math.ceil((this.root.clientHeight || 600) / ROW) + 2 * BEYOND;
        const end = Math.min(this.rows.length, first + inSight);
        this.#above.firstChild.style.height = `${first * ROW}px`;
        this.#below.firstChild.style.height = `${(this.rows.length - end) * ROW}px`;
        const pool = new Map();
        const nodes = [];
        for (let index = first; index < end; index += 1) {
            const row = this.rows[index];
            const node = this.#pool.get(row) ?? this.#row(row);
            const isSelected = this.#key(row) === this.#selected;
            node.setAttribute("aria-rowindex", index + 2);
            node.setAttribute("aria-selected", isSelected);
            if (isSelected) {
                node.id = this.#selectedID;
            } else {
                node.removeAttribute("id");
            }
            node.classList.toggle("odd", index % 2 === 1);
            node.dataset.index = index;
            pool.set(row, node);
            nodes.push(node);
        }
        this.#pool = pool;
        const hasSelected = nodes.some((node) => node.id !== "");
        if (hasSelected) this.#table.setAttribute("aria-activedescendant", this.#selectedID);
        else this.#table.removeAttribute("aria-activedescendant");
        const wanted = [this.#above, ...nodes, this.#below];
        const present = this.#body.children;
        const isSame = present.length === wanted.length
            && wanted.every((node, index) => present[index] === node);
        if (!isSame) this.#body.replaceChildren(...wanted);
    }

    #row(row) {
        return element("tr", { class: "data" }, this.#columns.map((column) => {
            const cell = element("td", {
                role: "gridcell",
                class: `column-${column.name}${column.isNumber ? " number" : ""}` });
            column.cell(row, cell);
            return cell;
        }));
    }

    #click(event) {
        const node = event.target.closest("tr.data");
        const row = node && this.rows[Number(node.dataset.index)];
        if (!row) return;
        this.#selected = this.#key(row);
        this.#draw();
        this.#onOpen(row);
    }
}
