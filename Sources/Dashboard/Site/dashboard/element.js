// Makes elements. No markup is ever parsed, so no text can become markup.

/** An HTML element: `on` holds listeners, `class` and the rest are attributes. */
export function element(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function drawing(tag, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** An icon of the sprite in the page. */
export function icon(name) {
    return drawing("svg", { class: "icon", "aria-hidden": "true" },
        drawing("use", { href: `#icon-${name}` }));
}

/** Sets a text only if it is another one: the page is not laid out again for nothing. */
export function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

/** Shows or hides. */
export function show(node, isShown) {
    if (node.hidden === isShown) node.hidden = !isShown;
}

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (name === "on") {
            for (const [event, listener] of Object.entries(value)) {
                node.addEventListener(event, listener);
            }
        } else if (name === "data") {
            Object.assign(node.dataset, value);
        } else {
            node.setAttribute(name, value === true ? "" : String(value));
        }
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return node;
}
