// The paths of the service that name a scan or a strategy.

const NAME = /^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$/;

/** Whether a text is a scan's name; in a path, anything else might lead to another endpoint. */
export function isScanName(text) {
    return NAME.test(text);
}

/** Whether a text can be a strategy's name. */
export function isStrategyName(text) {
    return /^[a-z0-9_]{1,64}$/.test(text);
}

/** Where the service has a strategy. */
export function strategyPath(name) {
    if (!isStrategyName(name)) {
        throw new TypeError(`"${name}" is no strategy's name: one to 64 of a to z, 0 to 9 and _`);
    }
    return `strategies/${name}`;
}

/** Where the service has the `status`, `stream`, … of a scan. */
export function scanPath(kind, job) {
    if (!isScanName(job)) throw new TypeError(`"${job}" is no scan's name`);
    return `market-scan/${kind}/${job}`;
}
